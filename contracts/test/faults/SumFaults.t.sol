// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { TreeFaults } from "../../src/faults/TreeFaults.sol";
import { IFaultProver } from "../../src/interfaces/IFaultProver.sol";
import { SumNode } from "../../src/libraries/SumTree.sol";
import { Epoch } from "../../src/types/Epoch.sol";
import {
    NodeSumProof,
    PayoutSumProof,
    PlainShapeProof,
    ReceiptSumProof,
    SumShapeProof
} from "../../src/types/TreeProofs.sol";
import { Book, BookLib } from "./Book.sol";
import { FaultTest } from "./FaultTest.sol";
import { TestTrees } from "./TestTrees.sol";

/// Sums, padding and counts of the trees.
contract SumFaultsTest is FaultTest {
    function setUp() public override {
        super.setUp();
        prover = new TreeFaults(settlement);
    }

    /// Every inner node of both trees, a wei more and a wei less; the root too.
    function test_nodeSums() public view {
        for (uint256 tree = 0; tree < 2; ++tree) {
            uint256 depth = _layers(honest(2), tree == 1).length - 1;
            for (uint256 height = 1; height <= depth; ++height) {
                for (uint256 i = 0; i < 1 << (depth - height); ++i) {
                    this.nodeSum(tree == 1, height, i);
                }
            }
        }
    }

    /// @dev External, so that each node starts with fresh memory.
    function nodeSum(bool payouts, uint256 height, uint256 i) external view {
        Book memory book = honest(2);
        SumNode[][] memory layers = _layers(book, payouts);
        if (layers[height][i].hash == 0) return;
        NodeSumProof memory proof = _node(book, layers, payouts, height, i);
        refuse(4, abi.encode(proof), TreeFaults.SumHolds.selector);
        for (uint256 lie = 0; lie < 2; ++lie) {
            layers[height][i].sum = lie == 0 ? layers[height][i].sum + 1 : layers[height][i].sum - 2;
            TestTrees.raisePath(layers, height, i);
            proof = _node(book, layers, payouts, height, i);
            convict(4, abi.encode(proof), proof.epoch);
            proof.declared += 1;
            refuse(4, abi.encode(proof), IFaultProver.NotInTree.selector);
        }
    }

    /// Children whose sums pass 2^128: what their parent declares cannot be right.
    function test_nodeSumOverflow() public view {
        Book memory book = honest(2);
        SumNode[][] memory layers = _layers(book, false);
        (layers[0][0].sum, layers[0][1].sum) = (type(uint128).max, type(uint128).max);
        SumNode memory left = layers[0][0];
        bytes32 hash = keccak256(abi.encodePacked(hex"02", left.hash, left.sum, layers[0][1].hash, layers[0][1].sum));
        layers[1][0] = SumNode(hash, type(uint128).max - 1 - layers[1][1].sum - layers[1][2].sum - layers[1][3].sum);
        TestTrees.raisePath(layers, 1, 0);
        NodeSumProof memory proof = _node(book, layers, false, 1, 0);
        convict(4, abi.encode(proof), proof.epoch);
    }

    function test_nodeSumPlaces() public view {
        Book memory book = honest(2);
        NodeSumProof memory proof = _node(book, _layers(book, false), false, 1, 2);
        proof.height = 0;
        refuse(4, abi.encode(proof), IFaultProver.NotInTree.selector);
        proof.height = 4;
        refuse(4, abi.encode(proof), IFaultProver.NotInTree.selector);
        proof.height = 1;
        proof.position = 3;
        refuse(4, abi.encode(proof), IFaultProver.NotInTree.selector);
        proof.position = 2 + 4;
        refuse(4, abi.encode(proof), IFaultProver.NotInTree.selector);
        proof.position = 2;
        proof.payouts = true;
        refuse(4, abi.encode(proof), IFaultProver.NotInTree.selector);
    }

    function test_leafSums() public view {
        Book memory book = honest(2);
        for (uint32 i = 0; i < 7; ++i) {
            SumNode[][] memory layers = _layers(book, false);
            ReceiptSumProof memory proof = _receiptSum(book, layers, i);
            refuse(5, abi.encode(proof), TreeFaults.SumHolds.selector);
            layers[0][i].sum += 5;
            TestTrees.raisePath(layers, 0, i);
            proof = _receiptSum(book, layers, i);
            convict(5, abi.encode(proof), proof.epoch);
            proof.index += 8;
            refuse(5, abi.encode(proof), IFaultProver.NotInTree.selector);
        }
        for (uint32 i = 0; i < book.payouts.length; ++i) {
            SumNode[][] memory layers = _layers(book, true);
            PayoutSumProof memory proof = _payoutSum(book, layers, i);
            refuse(6, abi.encode(proof), TreeFaults.SumHolds.selector);
            layers[0][i].sum -= 1;
            TestTrees.raisePath(layers, 0, i);
            proof = _payoutSum(book, layers, i);
            convict(6, abi.encode(proof), proof.epoch);
            proof.cumulative += 1;
            refuse(6, abi.encode(proof), IFaultProver.NotInTree.selector);
        }
    }

    /// 7 receipts in 8 places: a count of 6 hides one, a count of 8 invents one; a sum without a hash is no leaf.
    function test_sumShape() public view {
        Book memory book = honest(2);
        SumNode[][] memory layers = _layers(book, false);
        for (uint256 height = 0; height <= 3; ++height) {
            for (uint256 i = 0; i < layers[height].length; ++i) {
                refuse(7, abi.encode(_shape(book, layers, height, i)), TreeFaults.ShapeHolds.selector);
            }
        }
        SumShapeProof memory proof = _shape(book, layers, 0, 6);
        proof.epoch.receipts.count = 6;
        convict(7, abi.encode(proof), proof.epoch);
        proof = _shape(book, layers, 0, 7);
        proof.epoch.receipts.count = 8;
        convict(7, abi.encode(proof), proof.epoch);
        proof.epoch.receipts.count = 9;
        refuse(7, abi.encode(proof), IFaultProver.NotInTree.selector);
        layers[0][7].sum = 9;
        TestTrees.raisePath(layers, 0, 7);
        proof = _shape(book, layers, 0, 7);
        convict(7, abi.encode(proof), proof.epoch);
        proof.epoch.receipts.count = 8;
        convict(7, abi.encode(proof), proof.epoch);
    }

    function test_plainShape() public view {
        Book memory book = honest(2);
        bytes32[] memory leaves = BookLib.attributionNodes(book);
        for (uint256 i = 0; i < 16; ++i) {
            refuse(8, abi.encode(_plain(book, leaves, i)), TreeFaults.ShapeHolds.selector);
        }
        PlainShapeProof memory proof = _plain(book, leaves, 10);
        proof.epoch.attributions.count = 10;
        convict(8, abi.encode(proof), proof.epoch);
        proof = _plain(book, leaves, 11);
        proof.epoch.attributions.count = 12;
        convict(8, abi.encode(proof), proof.epoch);
        // A node of two empty children that is not left empty hides nothing either.
        leaves[4] = keccak256(abi.encodePacked(hex"01", bytes32(0), bytes32(0)));
        proof = _plain(book, leaves, 4);
        proof.epoch.attributions.root = TestTrees.rootOf(leaves);
        convict(8, abi.encode(proof), proof.epoch);
        proof.credits = true;
        refuse(8, abi.encode(proof), IFaultProver.NotInTree.selector);
    }

    /// No change of a word convicts an honest epoch.
    function testFuzz_honestTreesStand(uint256 seed) public view {
        Book memory book = honest(2);
        Epoch memory epoch = book.header();
        bool payouts = seed >> 250 & 1 == 1;
        SumNode[][] memory layers = _layers(book, payouts);
        uint256 height = 1 + (seed >> 160) % (layers.length - 1);
        uint256 i = (seed >> 168) % layers[height].length;
        neverConvicts(4, mutate(abi.encode(_node(book, layers, payouts, height, i)), seed), epoch);
        layers = _layers(book, false);
        neverConvicts(5, mutate(abi.encode(_receiptSum(book, layers, uint32((seed >> 176) % 7))), seed), epoch);
        neverConvicts(7, mutate(abi.encode(_shape(book, layers, 0, (seed >> 176) % 8)), seed), epoch);
        layers = _layers(book, true);
        i = (seed >> 184) % book.payouts.length;
        neverConvicts(6, mutate(abi.encode(_payoutSum(book, layers, uint32(i))), seed), epoch);
        bytes32[] memory leaves = BookLib.attributionNodes(book);
        neverConvicts(8, mutate(abi.encode(_plain(book, leaves, (seed >> 192) % 16)), seed), epoch);
    }

    function _layers(Book memory book, bool payouts) private pure returns (SumNode[][] memory) {
        return TestTrees.sumLayers(payouts ? BookLib.payoutNodes(book) : BookLib.receiptNodes(book));
    }

    /// @dev The book's header with the root and sum of these layers.
    function _with(Book memory book, SumNode[][] memory layers, bool payouts)
        private
        pure
        returns (Epoch memory epoch)
    {
        epoch = book.header();
        SumNode memory root = layers[layers.length - 1][0];
        if (payouts) (epoch.payouts.root, epoch.payouts.sum) = (root.hash, root.sum);
        else (epoch.receipts.root, epoch.receipts.sum) = (root.hash, root.sum);
    }

    function _node(Book memory book, SumNode[][] memory layers, bool payouts, uint256 height, uint256 i)
        private
        pure
        returns (NodeSumProof memory proof)
    {
        proof.epoch = _with(book, layers, payouts);
        (proof.payouts, proof.height, proof.position) = (payouts, uint8(height), uint32(i));
        proof.declared = layers[height][i].sum;
        (proof.left, proof.right) = (layers[height - 1][2 * i], layers[height - 1][2 * i + 1]);
        proof.siblings = TestTrees.siblingsIn(layers, height, i, 1);
    }

    function _receiptSum(Book memory book, SumNode[][] memory layers, uint32 i)
        private
        pure
        returns (ReceiptSumProof memory)
    {
        SumNode[] memory siblings = TestTrees.siblingsIn(layers, 0, i, 1);
        return ReceiptSumProof(_with(book, layers, false), i, book.receipts[i], layers[0][i].sum, siblings);
    }

    function _payoutSum(Book memory book, SumNode[][] memory layers, uint32 i)
        private
        pure
        returns (PayoutSumProof memory proof)
    {
        proof.epoch = _with(book, layers, true);
        (proof.index, proof.account, proof.cumulative) = (i, book.payouts[i].account, book.payouts[i].cumulative);
        (proof.declared, proof.siblings) = (layers[0][i].sum, TestTrees.siblingsIn(layers, 0, i, 1));
    }

    function _shape(Book memory book, SumNode[][] memory layers, uint256 height, uint256 i)
        private
        pure
        returns (SumShapeProof memory)
    {
        SumNode[] memory siblings = TestTrees.siblingsIn(layers, height, i, 1);
        Epoch memory epoch = _with(book, layers, false);
        return SumShapeProof(epoch, false, uint8(height), uint32(i), layers[height][i], siblings);
    }

    function _plain(Book memory book, bytes32[] memory leaves, uint256 i)
        private
        pure
        returns (PlainShapeProof memory)
    {
        bytes32 node = i < leaves.length ? leaves[i] : bytes32(0);
        bytes32[] memory siblings = TestTrees.siblingsOf(leaves, i, 1);
        return PlainShapeProof(book.header(), false, 0, uint32(i), node, siblings);
    }
}
