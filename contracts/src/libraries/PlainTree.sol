// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Plain Merkle trees
/// @notice node(l, r) = keccak(0x01 ‖ l ‖ r). Padded on the right to a power of two with empty nodes (hash 0); a node
/// of two empty children is itself empty. Leaves are EIP-712 struct hashes of ≥ 64 bytes and nodes hash 65 bytes, so no
/// leaf passes for a node.
library PlainTree {
    bytes1 internal constant TAG = 0x01;

    function node(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        if (left == 0 && right == 0) return 0;
        return keccak256(abi.encodePacked(TAG, left, right));
    }

    /// @notice The root over leaf hashes; overwrites `leaves`. 0 for no leaves.
    function rootInPlace(bytes32[] memory leaves) internal pure returns (bytes32) {
        uint256 width = leaves.length;
        if (width == 0) return 0;
        while (width > 1) {
            uint256 half = (width + 1) / 2;
            for (uint256 i = 0; i < half; ++i) {
                bytes32 right = 2 * i + 1 < width ? leaves[2 * i + 1] : bytes32(0);
                leaves[i] = node(leaves[2 * i], right);
            }
            width = half;
        }
        return leaves[0];
    }

    /// @notice ⌈log2(count)⌉: the length of every proof in a tree of `count` ≥ 1 leaves.
    function depthOf(uint256 count) internal pure returns (uint256 depth) {
        while ((uint256(1) << depth) < count) ++depth;
    }

    /// @notice Whether `leaf` is number `index` of the `count` leaves under `root`.
    /// @param proof Siblings from the leaf up.
    function verify(bytes32 root, uint32 count, uint32 index, bytes32 leaf, bytes32[] memory proof)
        internal
        pure
        returns (bool)
    {
        if (index >= count || leaf == 0 || proof.length != depthOf(count)) return false;
        bytes32 hash = leaf;
        uint256 position = index;
        for (uint256 i = 0; i < proof.length; ++i) {
            hash = position & 1 == 0 ? node(hash, proof[i]) : node(proof[i], hash);
            position >>= 1;
        }
        return hash == root;
    }
}
