// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PrefixSum } from "../../src/libraries/PrefixSum.sol";
import { Split } from "../../src/types/Split.sol";
import { vm } from "../support/Vm.sol";

contract PrefixSumTest {
    function testFuzz_feeIsSplitToTheWei(uint128 fee, uint16 a, uint16 b, uint16 c) public pure {
        uint16 operator = a % 3000;
        uint16 model = b % 3000;
        uint16 stakers = c % 3000;
        uint16 data = 10_000 - 200 - operator - model - stakers;
        uint128[5] memory parts = PrefixSum.splitFee(fee, Split(200, operator, model, stakers, data));
        uint16[5] memory bps = [200, operator, model, stakers, data];
        uint256 sum = 0;
        for (uint256 i = 0; i < 5; ++i) {
            sum += parts[i];
            uint256 exact = uint256(fee) * bps[i];
            vm.assertLe(parts[i] * uint256(10_000), exact + 10_000, "a part is at most one wei above its share");
            vm.assertLe(exact, (parts[i] + uint256(1)) * 10_000, "or one wei below");
        }
        vm.assertEq(sum, fee);
    }

    function testFuzz_dataIsCutToTheWei(uint128 data, uint64[5] memory cuts) public pure {
        uint64[] memory weights = new uint64[](6);
        uint64 left = PrefixSum.WEIGHT;
        for (uint256 i = 0; i < 5; ++i) {
            weights[i] = cuts[i] % (left + 1);
            left -= weights[i];
        }
        weights[5] = left;
        uint128[] memory parts = PrefixSum.splitData(data, weights);
        uint256 sum = 0;
        for (uint256 i = 0; i < 6; ++i) {
            sum += parts[i];
            if (weights[i] == 0) vm.assertEq(parts[i], 0);
        }
        vm.assertEq(sum, data);
    }

    function testFuzz_recordIsSplitToTheWei(uint128 amount, uint16 rate) public pure {
        rate = rate % 2001;
        (uint128 owner, uint128 contributor) = PrefixSum.splitRecord(amount, rate);
        vm.assertEq(uint256(owner) + contributor, amount);
        vm.assertLe(owner * uint256(10_000), uint256(amount) * rate, "the owner is rounded down");
    }
}
