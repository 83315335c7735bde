// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Hashes } from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

import { PlainTree } from "./PlainTree.sol";

/// @title Nodes of the claims tree, in chunks
/// @notice Leaf i is the claim of payout i (`LeafHash.claim`); padded on the right to a power of two with 0. A node of two
/// empty children is 0, any other is OpenZeppelin's commutative keccak of both, so that claims are proven as against any
/// tree of OpenZeppelin's.
/// @dev A chunk is what stands `LEVELS` levels below one node, or the leaves where they are nearer: chunk 0 below the
/// root, chunk 1024·c + 1 + j below node j of chunk c. Empty nodes behind the last leaf belong to no chunk.
library ClaimsNodes {
    /// @notice Levels from a chunk's nodes up to the node above them, at most.
    uint256 internal constant LEVELS = 10;
    /// @notice Nodes of a full chunk.
    // forge-lint: disable-next-line(incorrect-shift)
    uint256 internal constant PER_CHUNK = 1 << LEVELS;

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return left == 0 && right == 0 ? bytes32(0) : Hashes.commutativeKeccak256(left, right);
    }

    /// @notice The node `levels` levels above neighbours that start at a multiple of 2^levels; overwrites `nodes`.
    /// @param nodes 1 to 2^levels; what follows them is empty.
    function rootInPlace(bytes32[] memory nodes, uint256 levels) internal pure returns (bytes32) {
        uint256 width = nodes.length;
        for (uint256 level = 0; level < levels; ++level) {
            uint256 half = (width + 1) / 2;
            for (uint256 i = 0; i < half; ++i) {
                bytes32 right = 2 * i + 1 < width ? nodes[2 * i + 1] : bytes32(0);
                nodes[i] = node(nodes[2 * i], right);
            }
            width = half;
        }
        return nodes[0];
    }

    /// @notice Size of a chunk.
    /// @param count Leaves of the tree.
    /// @return length Nodes; 0 if the tree has no such chunk.
    /// @return levels From these nodes up to the one above them.
    function sizeOf(uint32 count, uint32 chunk) internal pure returns (uint256 length, uint256 levels) {
        uint256 depth = PlainTree.depthOf(count);
        (uint256 position, uint256 from) = (chunk, 0);
        while (position >= uint256(1) << from) {
            position -= uint256(1) << from;
            from += LEVELS;
        }
        if (count == 0 || (from > 0 && from >= depth)) return (0, 0);
        levels = depth - from < LEVELS ? depth - from : LEVELS;
        uint256 below = depth - from - levels;
        uint256 width = (count + (uint256(1) << below) - 1) >> below;
        uint256 first = position << levels;
        if (first >= width) return (0, 0);
        length = width - first < uint256(1) << levels ? width - first : uint256(1) << levels;
    }

    /// @notice The chunk that holds the node above a chunk, and which of its nodes that is.
    /// @param chunk ≥ 1.
    function above(uint32 chunk) internal pure returns (uint32 parent, uint256 index) {
        // Fits: 10.
        // forge-lint: disable-next-line(unsafe-typecast)
        return ((chunk - 1) >> uint32(LEVELS), (chunk - 1) % PER_CHUNK);
    }

    /// @notice The chunk that holds a leaf, and which of its nodes that is.
    /// @param count Leaves of the tree, more than `leaf`.
    function chunkOfLeaf(uint32 count, uint32 leaf) internal pure returns (uint32 chunk, uint256 index) {
        uint256 depth = PlainTree.depthOf(count);
        uint256 from = depth <= LEVELS ? 0 : (depth - 1) / LEVELS * LEVELS;
        uint256 number = leaf >> (depth - from);
        for (uint256 level = 0; level < from; level += LEVELS) {
            number += uint256(1) << level;
        }
        // Fits: below 2^30 + 2^20 + 2^10 + 1 chunks.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (uint32(number), leaf % (uint256(1) << (depth - from)));
    }
}
