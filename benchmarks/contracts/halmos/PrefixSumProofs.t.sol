// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PrefixSum } from "../src/libraries/PrefixSum.sol";
import { Split } from "../src/types/Split.sol";
import { vm } from "./Symbolic.sol";

/// @notice Cuts by prefix sums: the parts of a fee sum to it to the wei, and no part can be anything but its share.
contract PrefixSumProofs {
    /// @dev The bound of the proofs about products: fees below 2^32 wei. The sums are proven for every fee.
    uint128 private constant SMALL = type(uint32).max;

    /// Two parts that meet make one, of any amount and at any three places: by this, one after the other, the five parts
    /// of a fee make ⌊fee·10000/10000⌋ …
    function check_partsJoin(uint128 fee, uint16 a, uint16 b, uint16 c) public pure {
        vm.assume(a <= b && b <= c && c <= 10_000);
        uint256 joined = uint256(PrefixSum.part(fee, a, b, 10_000)) + PrefixSum.part(fee, b, c, 10_000);
        assert(joined == PrefixSum.part(fee, a, c, 10_000));
    }

    /// … since each of them lies between its neighbours' places, the last of which is the whole …
    function check_feeIsCutAtItsPlaces(uint128 fee, uint16 a, uint16 b, uint16 c, uint16 d) public pure {
        vm.assume(uint256(a) + b + c + d <= 10_000);
        uint16 rest = 10_000 - a - b - c - d;
        uint128[5] memory parts = PrefixSum.splitFee(fee, Split(a, b, c, d, rest));
        uint64 first = uint64(0) + a;
        uint64 second = first + b;
        uint64 third = second + c;
        uint64 fourth = third + d;
        assert(parts[0] == PrefixSum.part(fee, 0, first, 10_000));
        assert(parts[1] == PrefixSum.part(fee, first, second, 10_000));
        assert(parts[2] == PrefixSum.part(fee, second, third, 10_000));
        assert(parts[3] == PrefixSum.part(fee, third, fourth, 10_000));
        assert(parts[4] == PrefixSum.part(fee, fourth, fourth + rest, 10_000));
        assert(fourth + rest == 10_000);
    }

    /// … and that is the fee.
    function check_wholeIsTheFee(uint128 fee) public pure {
        assert(uint256(fee) * 10_000 / 10_000 == fee);
    }

    function check_wholeIsTheData(uint128 data) public pure {
        assert(uint256(data) * 1e18 / 1e18 == data);
    }

    /// Three records' parts of any data part, whatever their weights.
    function check_dataTelescopes(uint128 data, uint64 a, uint64 b) public pure {
        vm.assume(uint256(a) + b <= 1e18);
        uint64[] memory weights = new uint64[](3);
        (weights[0], weights[1], weights[2]) = (a, b, 1e18 - a - b);
        uint128[] memory parts = PrefixSum.splitData(data, weights);
        assert(uint256(parts[0]) + parts[1] + parts[2] == uint256(data) * 1e18 / 1e18);
    }

    /// A part is never negative and never above the amount: it does not revert.
    function check_partFits(uint128 fee, uint16 before, uint16 upTo) public pure {
        vm.assume(fee <= SMALL && before <= upTo && upTo <= 10_000);
        assert(PrefixSum.part(fee, before, upTo, 10_000) <= fee);
    }

    /// What a division leaves is less than a wei of a part: so a part, the difference of two, is its share within one wei.
    function check_divisionLeavesLessThanOne(uint128 fee, uint16 upTo) public pure {
        vm.assume(upTo <= 10_000);
        uint256 product = uint256(fee) * upTo;
        uint256 part = PrefixSum.part(fee, 0, upTo, 10_000);
        assert(part * 10_000 <= product && product < (part + 1) * 10_000);
    }

    /// A record's income: owner and contributor together get all of it, whatever the rate.
    function check_recordSumsUp(uint128 amount, uint16 rate) public pure {
        vm.assume(rate <= 2_000);
        (uint128 owner, uint128 contributor) = PrefixSum.splitRecord(amount, rate);
        assert(uint256(owner) + contributor == amount);
    }
}
