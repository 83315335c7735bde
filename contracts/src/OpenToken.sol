// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { ERC3009 } from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

/// @title OPEN
/// @notice The money of OpenLedger: ERC-20 with Permit (EIP-2612), transfers by authorisation (EIP-3009) and burning.
/// The supply of 10^9 OPEN is minted once, in the constructor; nothing can mint more.
/// @dev EIP-3009 nonces are free 32-byte values (`ERC3009`), not OpenZeppelin's sequential variant: stock clients draw
/// them at random, and `PaymentEscrow` binds a channel's terms into one.
contract OpenToken is ERC20, ERC20Burnable, ERC20Permit, ERC3009 {
    /// @notice Wei of OPEN that exist at the start: 10^9 × 10^18.
    uint256 public constant INITIAL_SUPPLY = 1_000_000_000 ether;

    /// @param holder Account that receives the whole supply.
    constructor(address holder) ERC20("OpenLedger", "OPEN") ERC20Permit("OpenLedger") {
        _mint(holder, INITIAL_SUPPLY);
    }
}
