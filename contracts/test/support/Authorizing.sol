// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { OpenToken } from "../../src/OpenToken.sol";
import { IPaymentEscrow } from "../../src/interfaces/IPaymentEscrow.sol";
import { Fixture } from "./Fixture.sol";
import { vm } from "./Vm.sol";

/// @notice A payer that lets the escrow have OPEN by signature (ERC-3009).
abstract contract Authorizing is Fixture {
    function authorize(OpenToken open, uint128 amount, bytes32 nonce, bytes32 salt)
        internal
        view
        returns (IPaymentEscrow.Authorization memory)
    {
        bytes32 typeHash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 structHash = keccak256(
            abi.encode(typeHash, payer, address(escrow), uint256(amount), uint256(0), uint256(START + 60), nonce)
        );
        bytes32 domain = domainOf("OpenLedger", address(open), block.chainid);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
        return IPaymentEscrow.Authorization(0, START + 60, salt, v, r, s);
    }
}
