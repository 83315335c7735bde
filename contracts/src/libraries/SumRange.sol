// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SumRoot } from "../types/Epoch.sol";
import { PlainTree } from "./PlainTree.sol";
import { SumNode, SumTree } from "./SumTree.sol";

/// @title Proofs of neighbouring leaves in a sum tree
/// @notice As `PlainRange`; siblings carry their sums.
library SumRange {
    /// @notice The root that a run leads to, the empty node where the siblings are too few or too many; overwrites
    /// `nodes`. Reverts when a sum passes uint128.
    /// @param nodes ≥ 1 neighbours of one height.
    /// @param first Position of the first one; `first + nodes.length ≤ 2^depth`.
    /// @param depth Levels from these nodes to the root.
    function rootInPlace(SumNode[] memory nodes, uint256 first, uint256 depth, SumNode[] memory siblings)
        internal
        pure
        returns (SumNode memory root)
    {
        uint256 width = nodes.length;
        if (width == 0 || first + width > uint256(1) << depth) return root;
        uint256 used = 0;
        for (uint256 height = 0; height < depth; ++height) {
            uint256 from = 0;
            uint256 to = 0;
            if (first & 1 == 1) {
                if (used == siblings.length) return root;
                nodes[to++] = SumTree.node(siblings[used++], nodes[from++]);
            }
            for (; from + 1 < width; from += 2) {
                nodes[to++] = SumTree.node(nodes[from], nodes[from + 1]);
            }
            if (from < width) {
                if (used == siblings.length) return root;
                nodes[to++] = SumTree.node(nodes[from], siblings[used++]);
            }
            width = to;
            first >>= 1;
        }
        return used == siblings.length ? nodes[0] : root;
    }

    /// @notice Whether `leaves` stand from index `first` on in the tree; overwrites `leaves`.
    function verifyInPlace(SumRoot memory tree, uint32 first, SumNode[] memory leaves, SumNode[] memory siblings)
        internal
        pure
        returns (bool)
    {
        if (tree.root == 0 || uint256(first) + leaves.length > tree.count) return false;
        SumNode memory found = rootInPlace(leaves, first, PlainTree.depthOf(tree.count), siblings);
        return found.hash == tree.root && found.sum == tree.sum;
    }

    /// @notice Whether `node` is node `position` of height `height` in the tree.
    /// @param siblings From the node up.
    function verifyNode(
        SumRoot memory tree,
        uint256 height,
        uint256 position,
        SumNode memory node,
        SumNode[] memory siblings
    ) internal pure returns (bool) {
        uint256 depth = PlainTree.depthOf(tree.count);
        if (tree.root == 0 || height > depth) return false;
        SumNode[] memory nodes = new SumNode[](1);
        nodes[0] = node;
        SumNode memory found = rootInPlace(nodes, position, depth - height, siblings);
        return found.hash == tree.root && found.sum == tree.sum;
    }
}
