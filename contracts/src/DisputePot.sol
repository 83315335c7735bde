// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20Burnable } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Keeps a disputed record's income until the verdict
/// @dev Each dispute has a clone of this at an address that is known before it exists (`RecordDisputes.potOf`), so that
/// `Settlement` can pay it like any account.
contract DisputePot {
    using SafeERC20 for IERC20;

    IERC20 private immutable _token;
    address private immutable _disputes;

    error NotDisputes(address caller);

    /// @param token OPEN.
    constructor(IERC20 token) {
        _token = token;
        _disputes = msg.sender;
    }

    /// @notice Sends everything to the winner, half of it burned if `halved`; `RecordDisputes` only.
    function release(address winner, bool halved) external returns (uint256 paid, uint256 burned) {
        require(msg.sender == _disputes, NotDisputes(msg.sender));
        uint256 balance = _token.balanceOf(address(this));
        paid = halved ? balance / 2 : balance;
        burned = balance - paid;

        if (burned > 0) ERC20Burnable(address(_token)).burn(burned);
        if (paid > 0) _token.safeTransfer(winner, paid);
    }
}
