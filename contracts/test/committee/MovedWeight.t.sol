// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { MovedWeight } from "../../src/libraries/MovedWeight.sol";
import { vm } from "../support/Vm.sol";

contract MovedWeightTest {
    function listOf(uint64 a, uint64 b) private pure returns (uint64[] memory list) {
        list = new uint64[](2);
        (list[0], list[1]) = (a, b);
    }

    function test_sumsWhatExceedsTheMedian() public pure {
        uint64[][] memory three = new uint64[][](3);
        (three[0], three[1], three[2]) = (listOf(10, 90), listOf(30, 70), listOf(100, 0));
        vm.assertEq(MovedWeight.moved(listOf(80, 20), three), 50);
        vm.assertEq(MovedWeight.moved(listOf(30, 70), three), 0);
    }

    /// Of two members the one that is milder to the operator counts, entry by entry.
    function test_ofTwoTheGreaterCounts() public pure {
        uint64[][] memory two = new uint64[][](2);
        (two[0], two[1]) = (listOf(0, 100), listOf(80, 20));
        vm.assertEq(MovedWeight.moved(listOf(80, 20), two), 0);
    }

    /// Fewer than half of the members move the verdict beyond what the others say: the median of an entry lies between
    /// honest values whatever they reveal.
    function test_fuzz_theMinorityDecidesNothing(uint64[3] memory honest, uint64[2] memory lies, uint64 posted)
        public
        pure
    {
        uint64 low = type(uint64).max;
        uint64 high = 0;
        uint64[] memory all = new uint64[](5);
        for (uint256 i = 0; i < 3; ++i) {
            all[i] = honest[i];
            if (honest[i] < low) low = honest[i];
            if (honest[i] > high) high = honest[i];
        }
        (all[3], all[4]) = (lies[0], lies[1]);
        uint64[][] memory revealed = new uint64[][](5);
        uint64[] memory one = new uint64[](1);
        one[0] = posted;
        for (uint256 i = 0; i < 5; ++i) {
            revealed[i] = new uint64[](1);
            revealed[i][0] = all[i];
        }
        uint256 moved = MovedWeight.moved(one, revealed);
        vm.assertLe(moved, posted > low ? posted - low : 0, "more than an honest member says");
        vm.assertGe(moved, posted > high ? posted - high : 0, "less than any honest member says");
    }
}
