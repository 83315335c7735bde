// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClaimsNodes } from "../../src/libraries/ClaimsNodes.sol";
import { ClaimsTree } from "../support/ClaimsTree.sol";
import { vm } from "../support/Vm.sol";

/// Chunks of the claims tree: numbers, sizes and what they hash to.
contract ClaimsNodesTest {
    /// Every chunk of a tree, from the root down: its nodes hash to the node above it, chunks of a level follow each other
    /// without a gap, and each leaf is found where `chunkOfLeaf` says.
    function test_chunksCoverTheTree() public view {
        uint16[13] memory counts = [1, 2, 3, 4, 5, 700, 1023, 1024, 1025, 1026, 2047, 2048, 3001];
        for (uint256 i = 0; i < counts.length; ++i) {
            this.cover(counts[i]);
        }
    }

    /// @dev External, so that each tree starts with fresh memory.
    function cover(uint32 count) external pure {
        bytes32[] memory leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = keccak256(abi.encode("leaf", i));
        }
        bytes32[] memory tree = ClaimsTree.over(leaves);
        uint256 depth = 0;
        while (1 << depth < count) ++depth;
        (uint256 length, uint256 levels) = ClaimsNodes.sizeOf(count, 0);
        vm.assertEq(levels, depth < 10 ? depth : 10, "levels of the top");
        bytes32[] memory top = slice(tree, levels, 0, length);
        vm.assertEq(ClaimsNodes.rootInPlace(slice(tree, levels, 0, length), levels), tree[0], "root");
        if (depth <= 10) {
            vm.assertEq(length, count, "leaves");
            for (uint32 i = 0; i < count; ++i) {
                (uint32 chunk, uint256 index) = ClaimsNodes.chunkOfLeaf(count, i);
                vm.assertEq(chunk, 0);
                vm.assertEq(index, i);
            }
            expectNone(count, 1);
            return;
        }
        uint256 first = 0;
        for (uint32 j = 0; j < length; ++j) {
            (uint256 below, uint256 levelsBelow) = ClaimsNodes.sizeOf(count, 1 + j);
            vm.assertEq(levelsBelow, depth - 10, "levels below");
            bytes32[] memory nodes = slice(tree, depth, first, below);
            for (uint32 k = 0; k < below; ++k) {
                vm.assertEq(nodes[k], leaves[first + k]);
                (uint32 chunk, uint256 index) = ClaimsNodes.chunkOfLeaf(count, uint32(first + k));
                vm.assertEq(chunk, 1 + j);
                vm.assertEq(index, k);
            }
            vm.assertEq(ClaimsNodes.rootInPlace(nodes, levelsBelow), top[j], "node above");
            first += below;
        }
        vm.assertEq(first, count, "no gap");
        expectNone(count, uint32(1 + length));
        expectNone(count, 1025);
    }

    function expectNone(uint32 count, uint32 chunk) private pure {
        (uint256 length,) = ClaimsNodes.sizeOf(count, chunk);
        vm.assertEq(length, 0, "no such chunk");
    }

    /// @dev `length` nodes from `first` on, `level` levels below the root of an array layout.
    function slice(bytes32[] memory tree, uint256 level, uint256 first, uint256 length)
        private
        pure
        returns (bytes32[] memory nodes)
    {
        nodes = new bytes32[](length);
        for (uint256 i = 0; i < length; ++i) {
            nodes[i] = tree[(1 << level) - 1 + first + i];
        }
    }

    /// Trees of any size: a leaf's chunk exists and holds it, its ancestors are the nodes that `above` names, up to chunk 0.
    function testFuzz_aLeafsWayDown(uint32 count, uint32 leaf) public pure {
        vm.assume(count > 0);
        leaf = leaf % count;
        uint256 depth = 0;
        while (uint256(1) << depth < count) ++depth;
        (uint32 chunk, uint256 index) = ClaimsNodes.chunkOfLeaf(count, leaf);
        (uint256 length, uint256 levels) = ClaimsNodes.sizeOf(count, chunk);
        vm.assertLt(index, length);
        // From here up `position` is the node's place in its level, `level` its distance from the root.
        (uint256 position, uint256 level) = (leaf, depth);
        vm.assertEq(index, position % (1 << levels));
        while (chunk > 0) {
            (position, level) = (position >> levels, level - levels);
            (chunk, index) = ClaimsNodes.above(chunk);
            (length, levels) = ClaimsNodes.sizeOf(count, chunk);
            vm.assertEq(levels, 10);
            vm.assertEq(index, position % 1024);
            vm.assertLt(index, length);
        }
        vm.assertEq(level, levels);
    }

    /// A chunk that exists hangs below a node that exists, at the place from which its number follows.
    function testFuzz_numbers(uint32 count, uint32 chunk) public pure {
        vm.assume(chunk > 0);
        chunk = chunk % 8 == 0 ? chunk : chunk % 5000 + 1;
        (uint32 parent, uint256 index) = ClaimsNodes.above(chunk);
        vm.assertEq(uint256(parent) * 1024 + 1 + index, chunk);
        (uint256 length,) = ClaimsNodes.sizeOf(count, chunk);
        if (length == 0) return;
        vm.assertLe(length, 1024);
        (uint256 above,) = ClaimsNodes.sizeOf(count, parent);
        vm.assertLt(index, above);
    }

    function test_noTreeHasNoChunk() public pure {
        expectNone(0, 0);
        expectNone(0, 1);
        expectNone(type(uint32).max, type(uint32).max);
    }

    function test_emptyNodes() public pure {
        vm.assertEq(ClaimsNodes.node(0, 0), bytes32(0));
        vm.assertEq(ClaimsNodes.node("a", 0), keccak256(abi.encode(bytes32(0), bytes32("a"))));
        vm.assertEq(ClaimsNodes.node(0, "a"), ClaimsNodes.node("a", 0));
        vm.assertEq(ClaimsNodes.rootInPlace(new bytes32[](5), 3), bytes32(0));
    }
}
