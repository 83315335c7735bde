// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SafeCast } from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import { Split } from "../types/Split.sol";

/// @title Payout arithmetic
/// @notice Cuts by prefix sums: part_i = ⌊a·P_i/w⌋ − ⌊a·P_{i−1}/w⌋ with P the running sum. The parts sum to `a` exactly
/// and any one of them can be checked alone.
library PrefixSum {
    /// @notice bps of a whole.
    uint64 internal constant BPS = 10_000;
    /// @notice W: the weights of a call sum to it.
    uint64 internal constant WEIGHT = 1e18;

    /// @notice One part. Reverts when it exceeds uint128, which it cannot while running sums ≤ whole.
    /// @param amount Wei to cut.
    /// @param before Running sum before the part.
    /// @param upTo Running sum with the part, ≥ `before`.
    /// @param whole What all the parts sum to, > 0.
    function part(uint128 amount, uint64 before, uint64 upTo, uint64 whole) internal pure returns (uint128) {
        return SafeCast.toUint128(uint256(amount) * upTo / whole - uint256(amount) * before / whole);
    }

    /// @notice A component's fee in the split's order.
    /// @return parts burn, operator, model, stakers, data; wei, together `fee`.
    function splitFee(uint128 fee, Split memory split) internal pure returns (uint128[5] memory parts) {
        uint16[5] memory bps = [split.burn, split.operator, split.model, split.stakers, split.data];
        uint64 running = 0;
        for (uint256 i = 0; i < 5; ++i) {
            parts[i] = part(fee, running, running + bps[i], BPS);
            running += bps[i];
        }
    }

    /// @notice Cuts the data part of a call by its weights, in the order of its attributions.
    /// @param weights Sum to 10^18.
    function splitData(uint128 data, uint64[] memory weights) internal pure returns (uint128[] memory parts) {
        parts = new uint128[](weights.length);
        uint64 running = 0;
        for (uint256 i = 0; i < weights.length; ++i) {
            parts[i] = part(data, running, running + weights[i], WEIGHT);
            running += weights[i];
        }
    }

    /// @notice Cuts an amount by shares, in their order.
    /// @param bps ≤ 10,000 in all; reverts otherwise.
    /// @return parts One for each share, then the rest; wei, together `amount`.
    function splitShares(uint128 amount, uint16[] memory bps) internal pure returns (uint128[] memory parts) {
        parts = new uint128[](bps.length + 1);
        uint64 running = 0;
        for (uint256 i = 0; i < bps.length; ++i) {
            parts[i] = part(amount, running, running + bps[i], BPS);
            running += bps[i];
        }
        parts[bps.length] = amount - part(amount, 0, running, BPS);
    }

    /// @notice A record's income between the Datanet's owner (rounded down) and the contributor (the rest).
    function splitRecord(uint128 amount, uint16 curatorRateBps)
        internal
        pure
        returns (uint128 owner, uint128 contributor)
    {
        owner = SafeCast.toUint128(uint256(amount) * curatorRateBps / BPS);
        contributor = amount - owner;
    }
}
