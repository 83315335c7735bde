// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { vm } from "../support/Vm.sol";
import { Book } from "./Book.sol";
import { EpochWorld } from "./EpochWorld.sol";

/// The honest epochs that the fault tests lie about are really posted, and are what they say.
contract WorldTest is EpochWorld {
    function test_honestEpochsArePosted() public view {
        for (uint256 number = 1; number <= 2; ++number) {
            Book memory book = honest(number);
            (bytes32 posted,,,) = settlement.epochOf(maker, uint64(number));
            vm.assertEq(book.header().hash(), posted);
            vm.assertGe(book.payouts.length, 6, "accounts");
        }
        vm.assertGe(honest(2).credits.length, 20, "credits");
    }
}
