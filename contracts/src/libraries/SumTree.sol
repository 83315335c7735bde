// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PlainTree } from "./PlainTree.sol";

/// @notice A node of a sum tree; (0, 0) is the empty node.
struct SumNode {
    bytes32 hash;
    uint128 sum;
}

/// @title Merkle-sum trees
/// @notice hash = keccak(0x02 ‖ lHash ‖ uint128 lSum ‖ rHash ‖ uint128 rSum), sum = lSum + rSum, padded as `PlainTree`.
/// Sums are checked: an overflow reverts.
library SumTree {
    bytes1 internal constant TAG = 0x02;

    function node(SumNode memory left, SumNode memory right) internal pure returns (SumNode memory) {
        if (isEmpty(left) && isEmpty(right)) return SumNode(0, 0);
        bytes32 hash = keccak256(abi.encodePacked(TAG, left.hash, left.sum, right.hash, right.sum));
        return SumNode(hash, left.sum + right.sum);
    }

    function isEmpty(SumNode memory subject) internal pure returns (bool) {
        return subject.hash == 0 && subject.sum == 0;
    }

    /// @notice The root over leaves; overwrites `leaves`. The empty node for no leaves.
    function rootInPlace(SumNode[] memory leaves) internal pure returns (SumNode memory) {
        uint256 width = leaves.length;
        if (width == 0) return SumNode(0, 0);
        while (width > 1) {
            uint256 half = (width + 1) / 2;
            for (uint256 i = 0; i < half; ++i) {
                SumNode memory right = 2 * i + 1 < width ? leaves[2 * i + 1] : SumNode(0, 0);
                leaves[i] = node(leaves[2 * i], right);
            }
            width = half;
        }
        return leaves[0];
    }

    /// @notice Whether `leaf` is number `index` of the `count` leaves under `root`, and `root.sum` their sum.
    /// @param proof Siblings from the leaf up. A sibling with a sum and no hash is no node.
    function verify(SumNode memory root, uint32 count, uint32 index, SumNode memory leaf, SumNode[] memory proof)
        internal
        pure
        returns (bool)
    {
        if (index >= count || leaf.hash == 0 || proof.length != PlainTree.depthOf(count)) return false;
        SumNode memory current = leaf;
        uint256 position = index;
        for (uint256 i = 0; i < proof.length; ++i) {
            SumNode memory sibling = proof[i];
            if (sibling.hash == 0 && sibling.sum != 0) return false;
            current = position & 1 == 0 ? node(current, sibling) : node(sibling, current);
            position >>= 1;
        }
        return current.hash == root.hash && current.sum == root.sum;
    }
}
