// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PrefixSum } from "../../src/libraries/PrefixSum.sol";
import { Split } from "../../src/types/Split.sol";
import { vm } from "../support/Vm.sol";
import { Golden } from "./Golden.sol";

contract GoldenPayoutsTest is Golden {
    function test_splits() public {
        load("payouts");
        uint256 cases = lengthOf(".splits");
        for (uint256 i = 0; i < cases; ++i) {
            uint256[] memory bps = integers(item(".splits", i, ".split"));
            uint256[] memory expected = integers(item(".splits", i, ".parts"));
            uint128[5] memory parts = PrefixSum.splitFee(
                uint128(integer(item(".splits", i, ".fee"))),
                Split(uint16(bps[0]), uint16(bps[1]), uint16(bps[2]), uint16(bps[3]), uint16(bps[4]))
            );
            for (uint256 j = 0; j < 5; ++j) {
                vm.assertEq(parts[j], expected[j], "split part");
            }
        }
    }

    function test_cuts() public {
        load("payouts");
        uint256 cases = lengthOf(".cuts");
        for (uint256 i = 0; i < cases; ++i) {
            uint256[] memory wide = integers(item(".cuts", i, ".weights"));
            uint256[] memory expected = integers(item(".cuts", i, ".parts"));
            uint64[] memory weights = new uint64[](wide.length);
            for (uint256 j = 0; j < wide.length; ++j) {
                weights[j] = uint64(wide[j]);
            }
            uint128[] memory parts = PrefixSum.splitData(uint128(integer(item(".cuts", i, ".amount"))), weights);
            for (uint256 j = 0; j < parts.length; ++j) {
                vm.assertEq(parts[j], expected[j], "data part");
            }
        }
    }

    function test_shares() public {
        load("payouts");
        uint256 cases = lengthOf(".shares");
        for (uint256 i = 0; i < cases; ++i) {
            uint256[] memory wide = integers(item(".shares", i, ".bps"));
            uint256[] memory expected = integers(item(".shares", i, ".parts"));
            uint16[] memory bps = new uint16[](wide.length);
            for (uint256 j = 0; j < wide.length; ++j) {
                bps[j] = uint16(wide[j]);
            }
            uint128[] memory parts = PrefixSum.splitShares(uint128(integer(item(".shares", i, ".amount"))), bps);
            vm.assertEq(parts.length, expected.length);
            for (uint256 j = 0; j < parts.length; ++j) {
                vm.assertEq(parts[j], expected[j], "share");
            }
        }
    }
}
