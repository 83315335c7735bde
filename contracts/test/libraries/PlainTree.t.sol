// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { PlainTree } from "../../src/libraries/PlainTree.sol";
import { vm } from "../support/Vm.sol";

contract PlainTreeTest {
    function copy(bytes32[] memory list) private pure returns (bytes32[] memory same) {
        same = new bytes32[](list.length);
        for (uint256 i = 0; i < list.length; ++i) {
            same[i] = list[i];
        }
    }

    function leavesOf(uint256 count, bytes32 seed) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            leaves[i] = keccak256(abi.encode(seed, i));
        }
    }

    /// @dev The sibling path by rebuilding every layer, padded in full: the page's words, not the library's loop.
    function proofOf(bytes32[] memory leaves, uint256 index) private pure returns (bytes32[] memory proof) {
        uint256 depth = PlainTree.depthOf(leaves.length);
        bytes32[] memory layer = new bytes32[](1 << depth);
        for (uint256 i = 0; i < leaves.length; ++i) {
            layer[i] = leaves[i];
        }
        proof = new bytes32[](depth);
        for (uint256 level = 0; level < depth; ++level) {
            proof[level] = layer[index ^ 1];
            bytes32[] memory above = new bytes32[](layer.length / 2);
            for (uint256 i = 0; i < above.length; ++i) {
                above[i] = PlainTree.node(layer[2 * i], layer[2 * i + 1]);
            }
            (layer, index) = (above, index / 2);
        }
    }

    function test_depthIsTheCeilingOfTheLogarithm() public pure {
        uint256[9] memory counts = [uint256(1), 2, 3, 4, 5, 8, 9, 1024, 1025];
        uint256[9] memory depths = [uint256(0), 1, 2, 2, 3, 3, 4, 10, 11];
        for (uint256 i = 0; i < counts.length; ++i) {
            vm.assertEq(PlainTree.depthOf(counts[i]), depths[i]);
        }
    }

    function testFuzz_everyLeafIsProvenAndNoOther(uint8 size, uint8 pick, bytes32 seed) public pure {
        uint32 count = uint32(size) % 33 + 1;
        uint32 index = pick % count;
        bytes32[] memory leaves = leavesOf(count, seed);
        bytes32 root = PlainTree.rootInPlace(copy(leaves));
        bytes32[] memory proof = proofOf(leaves, index);
        vm.assertTrue(PlainTree.verify(root, count, index, leaves[index], proof));
        vm.assertFalse(PlainTree.verify(root, count, index, keccak256(abi.encode(leaves[index])), proof));
        vm.assertFalse(PlainTree.verify(root, count, index + count, leaves[index], proof));
        if (count == 1) return;
        vm.assertFalse(PlainTree.verify(root, count, (index + 1) % count, leaves[index], proof));
        proof[proof.length - 1] = keccak256(abi.encode(proof[proof.length - 1]));
        vm.assertFalse(PlainTree.verify(root, count, index, leaves[index], proof));
    }

    /// An inner node with the rest of a proof is no leaf: the depth follows from the count.
    function test_aNodeIsNoLeaf() public pure {
        bytes32[] memory leaves = leavesOf(4, "s");
        bytes32 root = PlainTree.rootInPlace(copy(leaves));
        bytes32[] memory shorter = new bytes32[](1);
        shorter[0] = PlainTree.node(leaves[2], leaves[3]);
        bytes32 inner = PlainTree.node(leaves[0], leaves[1]);
        vm.assertFalse(PlainTree.verify(root, 4, 0, inner, shorter));
        vm.assertTrue(PlainTree.verify(root, 2, 0, inner, shorter));
    }

    /// Padding is no leaf, and zero roots prove nothing.
    function test_emptyNodesAreNoLeaves() public pure {
        bytes32[] memory leaves = leavesOf(3, "s");
        bytes32 root = PlainTree.rootInPlace(copy(leaves));
        bytes32[] memory proof = new bytes32[](2);
        proof[0] = leaves[2];
        proof[1] = PlainTree.node(leaves[0], leaves[1]);
        vm.assertFalse(PlainTree.verify(root, 4, 3, 0, proof));
        vm.assertFalse(PlainTree.verify(0, 0, 0, 0, new bytes32[](0)));
        vm.assertFalse(PlainTree.verify(0, 1, 0, 0, new bytes32[](0)));
    }
}
