// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PlainTree } from "./PlainTree.sol";

/// @title Proofs of neighbouring leaves in a plain tree
/// @notice A run's siblings come from the leaves up: at each height the left sibling if the run starts at an odd
/// position, then the right one if it ends at an even position, empty nodes included.
library PlainRange {
    /// @notice The root that a run leads to, 0 where the siblings are too few or too many; overwrites `nodes`.
    /// @param nodes ≥ 1 neighbours of one height.
    /// @param first Position of the first one; `first + nodes.length ≤ 2^depth`.
    /// @param depth Levels from these nodes to the root.
    /// @return root
    /// @return last Whether nothing but empty nodes follows the run.
    function rootInPlace(bytes32[] memory nodes, uint256 first, uint256 depth, bytes32[] memory siblings)
        internal
        pure
        returns (bytes32 root, bool last)
    {
        uint256 width = nodes.length;
        if (width == 0 || first + width > uint256(1) << depth) return (0, false);
        uint256 used = 0;
        last = true;
        for (uint256 height = 0; height < depth; ++height) {
            uint256 from = 0;
            uint256 to = 0;
            if (first & 1 == 1) {
                if (used == siblings.length) return (0, false);
                nodes[to++] = PlainTree.node(siblings[used++], nodes[from++]);
            }
            for (; from + 1 < width; from += 2) {
                nodes[to++] = PlainTree.node(nodes[from], nodes[from + 1]);
            }
            if (from < width) {
                if (used == siblings.length) return (0, false);
                last = last && siblings[used] == 0;
                nodes[to++] = PlainTree.node(nodes[from], siblings[used++]);
            }
            width = to;
            first >>= 1;
        }
        return used == siblings.length ? (nodes[0], last) : (bytes32(0), false);
    }

    /// @notice Whether `leaves` stand from index `first` on among the `count` leaves under `root`; overwrites `leaves`.
    function verifyInPlace(bytes32 root, uint32 count, uint32 first, bytes32[] memory leaves, bytes32[] memory siblings)
        internal
        pure
        returns (bool)
    {
        if (root == 0 || uint256(first) + leaves.length > count) return false;
        (bytes32 found,) = rootInPlace(leaves, first, PlainTree.depthOf(count), siblings);
        return found == root;
    }
}
