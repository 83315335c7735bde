// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SumNode } from "../../src/libraries/SumTree.sol";

/// @notice Whole trees by layers, padded to a power of two, written apart from the libraries under test: `layers[0]` are
/// the leaves, the last layer is the root alone.
library TestTrees {
    function plainLayers(bytes32[] memory leaves) internal pure returns (bytes32[][] memory layers) {
        uint256 depth = depthOf(leaves.length);
        layers = new bytes32[][](depth + 1);
        layers[0] = new bytes32[](1 << depth);
        for (uint256 i = 0; i < leaves.length; ++i) {
            layers[0][i] = leaves[i];
        }
        for (uint256 height = 1; height <= depth; ++height) {
            layers[height] = new bytes32[](1 << (depth - height));
            for (uint256 i = 0; i < layers[height].length; ++i) {
                bytes32 left = layers[height - 1][2 * i];
                bytes32 right = layers[height - 1][2 * i + 1];
                if (left != 0 || right != 0) layers[height][i] = keccak256(abi.encodePacked(hex"01", left, right));
            }
        }
    }

    function sumLayers(SumNode[] memory leaves) internal pure returns (SumNode[][] memory layers) {
        uint256 depth = depthOf(leaves.length);
        layers = new SumNode[][](depth + 1);
        layers[0] = new SumNode[](1 << depth);
        for (uint256 i = 0; i < leaves.length; ++i) {
            layers[0][i] = leaves[i];
        }
        for (uint256 height = 1; height <= depth; ++height) {
            layers[height] = new SumNode[](1 << (depth - height));
        }
        raise(layers);
    }

    /// @notice Computes all layers above the leaves again.
    function raise(SumNode[][] memory layers) internal pure {
        for (uint256 height = 1; height < layers.length; ++height) {
            for (uint256 i = 0; i < layers[height].length; ++i) {
                raiseOne(layers, height, i);
            }
        }
    }

    /// @notice Computes the nodes above one node again: a lie in that node stays, all sums above it add up.
    function raisePath(SumNode[][] memory layers, uint256 height, uint256 position) internal pure {
        for (uint256 above = height + 1; above < layers.length; ++above) {
            position >>= 1;
            raiseOne(layers, above, position);
        }
    }

    function raiseOne(SumNode[][] memory layers, uint256 height, uint256 i) internal pure {
        SumNode memory left = layers[height - 1][2 * i];
        SumNode memory right = layers[height - 1][2 * i + 1];
        if (left.hash == 0 && right.hash == 0 && left.sum == 0 && right.sum == 0) return;
        bytes32 hash = keccak256(abi.encodePacked(hex"02", left.hash, left.sum, right.hash, right.sum));
        layers[height][i] = SumNode(hash, left.sum + right.sum);
    }

    function rootOf(bytes32[] memory leaves) internal pure returns (bytes32) {
        if (leaves.length == 0) return 0;
        bytes32[][] memory layers = plainLayers(leaves);
        return layers[layers.length - 1][0];
    }

    /// @notice Siblings of a run of neighbours, in the order that `Runs.sol` describes.
    function siblingsOf(bytes32[] memory leaves, uint256 first, uint256 length)
        internal
        pure
        returns (bytes32[] memory siblings)
    {
        bytes32[][] memory layers = plainLayers(leaves);
        (uint256[] memory heights, uint256[] memory positions) = places(layers.length - 1, first, length);
        siblings = new bytes32[](heights.length);
        for (uint256 i = 0; i < siblings.length; ++i) {
            siblings[i] = layers[heights[i]][positions[i]];
        }
    }

    function siblingsOf(SumNode[] memory leaves, uint256 first, uint256 length)
        internal
        pure
        returns (SumNode[] memory)
    {
        SumNode[][] memory layers = sumLayers(leaves);
        return siblingsIn(layers, 0, first, length);
    }

    /// @notice Siblings of neighbours at some height of given layers.
    function siblingsIn(SumNode[][] memory layers, uint256 height, uint256 first, uint256 length)
        internal
        pure
        returns (SumNode[] memory siblings)
    {
        (uint256[] memory heights, uint256[] memory positions) = places(layers.length - 1 - height, first, length);
        siblings = new SumNode[](heights.length);
        for (uint256 i = 0; i < siblings.length; ++i) {
            siblings[i] = layers[height + heights[i]][positions[i]];
        }
    }

    /// @notice Where a run's siblings stand: at each height the left one if it starts at an odd position, then the right
    /// one if it ends at an even position.
    function places(uint256 depth, uint256 first, uint256 length)
        internal
        pure
        returns (uint256[] memory heights, uint256[] memory positions)
    {
        (heights, positions) = (new uint256[](2 * depth), new uint256[](2 * depth));
        uint256 last = first + length - 1;
        uint256 used = 0;
        for (uint256 height = 0; height < depth; ++height) {
            if (first % 2 == 1) (heights[used], positions[used++]) = (height, first - 1);
            if (last % 2 == 0) (heights[used], positions[used++]) = (height, last + 1);
            (first, last) = (first / 2, last / 2);
        }
        assembly ("memory-safe") {
            mstore(heights, used)
            mstore(positions, used)
        }
    }

    function depthOf(uint256 count) internal pure returns (uint256 depth) {
        while (1 << depth < count) ++depth;
    }
}
