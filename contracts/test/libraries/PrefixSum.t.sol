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

    function testFuzz_sharesAreCutToTheWei(uint128 amount, uint16[8] memory cuts, uint256 count) public pure {
        uint16[] memory bps = new uint16[](count % 9);
        uint16 left = 10_000;
        for (uint256 i = 0; i < bps.length; ++i) {
            bps[i] = cuts[i] % (left + 1);
            left -= bps[i];
        }
        uint128[] memory parts = PrefixSum.splitShares(amount, bps);
        vm.assertEq(parts.length, bps.length + 1);
        uint256 given = 0;
        uint256 sum = 0;
        for (uint256 i = 0; i < bps.length; ++i) {
            given += bps[i];
            sum += parts[i];
            vm.assertEq(sum, uint256(amount) * given / 10_000, "running sums are rounded down");
        }
        vm.assertEq(sum + parts[bps.length], amount);
    }

    function cut(uint16[] memory bps) external pure returns (uint128[] memory) {
        return PrefixSum.splitShares(10_000, bps);
    }

    function test_sharesAboveTheWholeRevert() public {
        uint16[] memory bps = new uint16[](2);
        (bps[0], bps[1]) = (6000, 4001);
        vm.expectRevert();
        this.cut(bps);
    }

    function testFuzz_recordIsSplitToTheWei(uint128 amount, uint16 rate) public pure {
        rate = rate % 2001;
        (uint128 owner, uint128 contributor) = PrefixSum.splitRecord(amount, rate);
        vm.assertEq(uint256(owner) + contributor, amount);
        vm.assertLe(owner * uint256(10_000), uint256(amount) * rate, "the owner is rounded down");
    }
}
