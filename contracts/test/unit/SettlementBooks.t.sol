// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClaimsTree, Payee } from "../support/ClaimsTree.sol";
import { Fixture } from "../support/Fixture.sol";
import { vm } from "../support/Vm.sol";

/// What an operator's books say was claimed.
contract SettlementBooksTest is Fixture {
    function list(uint128 amount) private view returns (Payee[] memory) {
        return payees(contributor, amount, treasury, amount);
    }

    function epochOf(uint128 amount) private {
        fund(operator, 2 ether);
        post(nextEpoch(operator, list(amount), 0, 0));
        vm.warp(block.timestamp + WINDOW);
        finalize(operator);
    }

    /// OPEN that somebody sends to a claim vault looks like money that was not claimed; what was known stays known.
    function test_aGiftUnclaimsNothing() public {
        epochOf(1 ether);
        claims(operator).claim(pack(contributor, 1 ether), ClaimsTree.proof(list(1 ether), 0));
        vm.assertEq(settlement.stateOf(operator).claimed, 1 ether);
        epochOf(2 ether);
        vm.assertEq(settlement.stateOf(operator).claimed, 1 ether);
        token.transfer(address(claims(operator)), 3 ether);
        vm.assertEq(settlement.stateOf(operator).claimed, 1 ether);
    }
}
