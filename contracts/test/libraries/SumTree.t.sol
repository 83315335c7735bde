// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SumNode, SumTree } from "../../src/libraries/SumTree.sol";
import { vm } from "../support/Vm.sol";

contract SumTreeTest {
    function pair(uint128 left, uint128 right) private pure returns (SumNode[] memory leaves) {
        leaves = new SumNode[](2);
        leaves[0] = SumNode(keccak256("left"), left);
        leaves[1] = SumNode(keccak256("right"), right);
    }

    function rootOf(SumNode[] memory leaves) external pure returns (SumNode memory) {
        return SumTree.rootInPlace(leaves);
    }

    function testFuzz_rootCarriesTheSum(uint64[9] memory sums) public pure {
        SumNode[] memory leaves = new SumNode[](9);
        uint256 expected = 0;
        for (uint256 i = 0; i < 9; ++i) {
            leaves[i] = SumNode(keccak256(abi.encode(i)), sums[i]);
            expected += sums[i];
        }
        vm.assertEq(SumTree.rootInPlace(leaves).sum, expected);
    }

    function testFuzz_sumsAreBoundIntoTheProof(uint64 left, uint64 right, uint64 shift) public pure {
        shift = shift % type(uint32).max + 1;
        SumNode[] memory leaves = pair(uint128(left) + shift, right);
        SumNode[] memory proof = new SumNode[](1);
        proof[0] = leaves[1];
        SumNode memory leaf = SumNode(leaves[0].hash, leaves[0].sum);
        SumNode memory root = SumTree.rootInPlace(leaves);
        vm.assertTrue(SumTree.verify(root, 2, 0, leaf, proof));
        // The same total, cut differently.
        leaf.sum -= shift;
        proof[0].sum += shift;
        vm.assertFalse(SumTree.verify(root, 2, 0, leaf, proof));
    }

    function test_overflowReverts() public {
        SumNode[] memory leaves = pair(type(uint128).max, 1);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        this.rootOf(leaves);
    }

    function test_aSumWithoutAHashIsNoNode() public pure {
        SumNode[] memory proof = new SumNode[](1);
        proof[0] = SumNode(0, 7);
        SumNode memory leaf = SumNode(keccak256("leaf"), 1);
        SumNode memory root = SumTree.node(leaf, proof[0]);
        vm.assertFalse(SumTree.verify(root, 2, 0, leaf, proof));
        proof[0].sum = 0;
        vm.assertTrue(SumTree.verify(SumTree.node(leaf, proof[0]), 2, 0, leaf, proof));
    }

    function test_emptyTreesProveNothing() public pure {
        SumNode memory empty = SumTree.rootInPlace(new SumNode[](0));
        vm.assertTrue(SumTree.isEmpty(empty));
        vm.assertFalse(SumTree.verify(empty, 1, 0, empty, new SumNode[](0)));
    }
}
