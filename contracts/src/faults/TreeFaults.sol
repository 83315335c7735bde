// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import { IDataDemands } from "../interfaces/IDataDemands.sol";
import { IFaultProver } from "../interfaces/IFaultProver.sol";
import { ISettlement } from "../interfaces/ISettlement.sol";
import { ClaimsNodes } from "../libraries/ClaimsNodes.sol";
import { FaultKind } from "../libraries/FaultKind.sol";
import { LeafHash } from "../libraries/LeafHash.sol";
import { LeafOrder } from "../libraries/LeafOrder.sol";
import { LeafRuns } from "../libraries/LeafRuns.sol";
import { PlainRange } from "../libraries/PlainRange.sol";
import { PlainTree } from "../libraries/PlainTree.sol";
import { ReceiptHash } from "../libraries/ReceiptHash.sol";
import { SumRange } from "../libraries/SumRange.sol";
import { SumNode, SumTree } from "../libraries/SumTree.sol";
import { Root, SumRoot } from "../types/Epoch.sol";
import { AttributionRun, CreditRun, PayoutRun, ReceiptRun } from "../types/Runs.sol";
import {
    AttributionsUnsortedProof,
    ClaimLeafProof,
    ClaimProof,
    ClaimsRootProof,
    CreditsUnsortedProof,
    NodeSumProof,
    PayoutSumProof,
    PayoutsUnsortedProof,
    PlainShapeProof,
    ReceiptSumProof,
    ReceiptsUnsortedProof,
    SumShapeProof
} from "../types/TreeProofs.sol";

/// @title Faults of an epoch's trees
/// @notice Order, sums, padding and counts (protocol §2), and the claims tree against the payouts. All of it follows from
/// the epoch's header alone, but what its poster answered for the claims tree.
contract TreeFaults is IFaultProver {
    using LeafRuns for ReceiptRun;
    using LeafRuns for AttributionRun;
    using LeafRuns for CreditRun;
    using LeafRuns for PayoutRun;

    /// @notice The node of two empty children, which a tree must leave empty.
    bytes32 private constant EMPTY_PAIR = keccak256(abi.encodePacked(PlainTree.TAG, bytes32(0), bytes32(0)));
    bytes32 private constant EMPTY_SUM_PAIR =
        keccak256(abi.encodePacked(SumTree.TAG, bytes32(0), uint128(0), bytes32(0), uint128(0)));

    ISettlement private immutable _settlement;

    /// @notice The two leaves ascend.
    error InOrder();
    /// @notice The declared sum is right.
    error SumHolds();
    /// @notice The node is empty where it must be, or is not where it may.
    error ShapeHolds();
    /// @notice The claims root does not hold this claim.
    error NotClaimed();
    /// @notice The claims root promises what the payouts say.
    error ClaimHolds();
    /// @notice The nodes are not what the epoch's poster answered for this chunk of the claims tree, or it was not demanded.
    error NotAnswered(uint32 chunk);

    constructor(ISettlement settlement) {
        _settlement = settlement;
    }

    /// @inheritdoc IFaultProver
    function prove(uint8 kind, bytes calldata proof) external view returns (bytes32) {
        if (kind == FaultKind.RECEIPTS_UNSORTED) {
            return proveReceiptsUnsorted(abi.decode(proof, (ReceiptsUnsortedProof)));
        }
        if (kind == FaultKind.ATTRIBUTIONS_UNSORTED) {
            return proveAttributionsUnsorted(abi.decode(proof, (AttributionsUnsortedProof)));
        }
        if (kind == FaultKind.CREDITS_UNSORTED) {
            return proveCreditsUnsorted(abi.decode(proof, (CreditsUnsortedProof)));
        }
        if (kind == FaultKind.PAYOUTS_UNSORTED) {
            return provePayoutsUnsorted(abi.decode(proof, (PayoutsUnsortedProof)));
        }
        if (kind == FaultKind.NODE_SUM_WRONG) return proveNodeSum(abi.decode(proof, (NodeSumProof)));
        if (kind == FaultKind.RECEIPT_SUM_WRONG) return proveReceiptSum(abi.decode(proof, (ReceiptSumProof)));
        if (kind == FaultKind.PAYOUT_SUM_WRONG) return provePayoutSum(abi.decode(proof, (PayoutSumProof)));
        if (kind == FaultKind.SUM_SHAPE_WRONG) return proveSumShape(abi.decode(proof, (SumShapeProof)));
        if (kind == FaultKind.PLAIN_SHAPE_WRONG) return provePlainShape(abi.decode(proof, (PlainShapeProof)));
        if (kind == FaultKind.CLAIM_WRONG) return proveClaim(abi.decode(proof, (ClaimProof)));
        if (kind == FaultKind.CLAIMS_ROOT_WRONG) return proveClaimsRoot(abi.decode(proof, (ClaimsRootProof)));
        if (kind == FaultKind.CLAIM_LEAF_WRONG) return proveClaimLeaf(abi.decode(proof, (ClaimLeafProof)));
        revert UnknownKind(kind);
    }

    /// @notice Two neighbouring receipts do not ascend by (channelId, sequence). An honest tree's neighbours do.
    function proveReceiptsUnsorted(ReceiptsUnsortedProof memory proof) public pure returns (bytes32) {
        LeafRuns.requireLength(proof.pair.leaves.length, 2);
        proof.pair.requireHeld(proof.epoch.receipts);
        require(!LeafOrder.ascends(proof.pair.leaves[0], proof.pair.leaves[1]), InOrder());
        return proof.epoch.hash();
    }

    /// @notice Two neighbouring attributions do not ascend by (callId, commitment, method).
    function proveAttributionsUnsorted(AttributionsUnsortedProof memory proof) public pure returns (bytes32) {
        LeafRuns.requireLength(proof.pair.leaves.length, 2);
        proof.pair.requireHeld(proof.epoch.attributions);
        require(!LeafOrder.ascends(proof.pair.leaves[0], proof.pair.leaves[1]), InOrder());
        return proof.epoch.hash();
    }

    /// @notice Two neighbouring credits do not ascend by (account, callId, role, commitment).
    function proveCreditsUnsorted(CreditsUnsortedProof memory proof) public pure returns (bytes32) {
        LeafRuns.requireLength(proof.pair.leaves.length, 2);
        proof.pair.requireHeld(proof.epoch.credits);
        require(!LeafOrder.ascends(proof.pair.leaves[0], proof.pair.leaves[1]), InOrder());
        return proof.epoch.hash();
    }

    /// @notice Two neighbouring payouts do not ascend by account.
    function provePayoutsUnsorted(PayoutsUnsortedProof memory proof) public pure returns (bytes32) {
        LeafRuns.requireLength(proof.pair.leaves.length, 2);
        proof.pair.requireHeld(proof.epoch.payouts);
        require(proof.pair.leaves[0].account >= proof.pair.leaves[1].account, InOrder());
        return proof.epoch.hash();
    }

    /// @notice An inner node's children do not sum to what its parent, or for the root the epoch, declares. In an honest
    /// tree every declared sum is bound by the hash above it and was computed from the children.
    function proveNodeSum(NodeSumProof memory proof) public pure returns (bytes32) {
        require(proof.height > 0, NotInTree());
        bytes32 hash = keccak256(
            abi.encodePacked(SumTree.TAG, proof.left.hash, proof.left.sum, proof.right.hash, proof.right.sum)
        );
        SumRoot memory tree = proof.payouts ? proof.epoch.payouts : proof.epoch.receipts;
        SumNode memory node = SumNode(hash, proof.declared);
        require(SumRange.verifyNode(tree, proof.height, proof.position, node, proof.siblings), NotInTree());
        require(uint256(proof.left.sum) + proof.right.sum != proof.declared, SumHolds());
        return proof.epoch.hash();
    }

    /// @notice A receipt's leaf declares another sum than its fee.
    function proveReceiptSum(ReceiptSumProof memory proof) public pure returns (bytes32) {
        require(proof.index < proof.epoch.receipts.count, NotInTree());
        SumNode memory leaf = SumNode(ReceiptHash.hash(proof.receipt), proof.declared);
        require(SumRange.verifyNode(proof.epoch.receipts, 0, proof.index, leaf, proof.siblings), NotInTree());
        require(proof.declared != proof.receipt.fee, SumHolds());
        return proof.epoch.hash();
    }

    /// @notice A payout's leaf declares another sum than its cumulative.
    function provePayoutSum(PayoutSumProof memory proof) public pure returns (bytes32) {
        require(proof.index < proof.epoch.payouts.count, NotInTree());
        SumNode memory leaf = SumNode(LeafHash.payout(proof.account, proof.cumulative), proof.declared);
        require(SumRange.verifyNode(proof.epoch.payouts, 0, proof.index, leaf, proof.siblings), NotInTree());
        require(proof.declared != proof.cumulative, SumHolds());
        return proof.epoch.hash();
    }

    /// @notice Something stands beyond the count, or nothing where the count says that there is something: leaves that
    /// nobody can open, or whose number is a lie. An honest tree has leaves exactly below its count.
    function proveSumShape(SumShapeProof memory proof) public pure returns (bytes32) {
        SumRoot memory tree = proof.payouts ? proof.epoch.payouts : proof.epoch.receipts;
        require(SumRange.verifyNode(tree, proof.height, proof.position, proof.node, proof.siblings), NotInTree());
        bool empty = proof.node.hash == 0 || proof.node.hash == EMPTY_SUM_PAIR;
        require(_misshapen(tree.count, proof.height, proof.position, empty, SumTree.isEmpty(proof.node)), ShapeHolds());
        return proof.epoch.hash();
    }

    /// @notice As `proveSumShape`, in the attributions or credits.
    function provePlainShape(PlainShapeProof memory proof) public pure returns (bytes32) {
        Root memory tree = proof.credits ? proof.epoch.credits : proof.epoch.attributions;
        uint256 depth = PlainTree.depthOf(tree.count);
        require(tree.root != 0 && proof.height <= depth, NotInTree());
        bytes32[] memory nodes = new bytes32[](1);
        nodes[0] = proof.node;
        (bytes32 root,) = PlainRange.rootInPlace(nodes, proof.position, depth - proof.height, proof.siblings);
        require(root == tree.root, NotInTree());
        bool empty = proof.node == 0 || proof.node == EMPTY_PAIR;
        require(_misshapen(tree.count, proof.height, proof.position, empty, proof.node == 0), ShapeHolds());
        return proof.epoch.hash();
    }

    /// @notice The claims root lets an account draw another cumulative than its payout, or one that it does not have.
    function proveClaim(ClaimProof memory proof) public pure returns (bytes32) {
        bytes32 leaf = LeafHash.claim(proof.account, proof.cumulative);
        bytes32 claimsRoot = proof.epoch.claimsRoot;
        require(claimsRoot != 0 && MerkleProof.verify(proof.proof, claimsRoot, leaf), NotClaimed());
        (bool there, uint128 cumulative) = proof.payout.payoutOf(proof.epoch.payouts, proof.account);
        require(!there || cumulative != proof.cumulative, ClaimHolds());
        return proof.epoch.hash();
    }

    /// @notice The claims root is not the one of the payouts, all of which are given. In an honest claims tree leaf i is
    /// the claim of payout i.
    function proveClaimsRoot(ClaimsRootProof memory proof) public pure returns (bytes32) {
        uint256 count = proof.epoch.payouts.count;
        LeafRuns.requireLength(proof.payouts.leaves.length, count);
        proof.payouts.requireHeld(proof.epoch.payouts);
        bytes32[] memory nodes = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            nodes[i] = LeafHash.claim(proof.payouts.leaves[i].account, proof.payouts.leaves[i].cumulative);
        }
        bytes32 root = ClaimsNodes.rootInPlace(nodes, PlainTree.depthOf(count));
        require(root != proof.epoch.claimsRoot, ClaimHolds());
        return proof.epoch.hash();
    }

    /// @notice The claims tree has another leaf in a payout's place than its claim. The tree's hash has no left and right:
    /// places are those of the answers, which only the epoch's poster gives (`IDataDemands`), and an honest one answers
    /// the claims in the payouts' order.
    function proveClaimLeaf(ClaimLeafProof memory proof) public view returns (bytes32) {
        LeafRuns.requireLength(proof.payout.leaves.length, 1);
        proof.payout.requireHeld(proof.epoch.payouts);
        (uint32 chunk, uint256 index) = ClaimsNodes.chunkOfLeaf(proof.epoch.payouts.count, proof.payout.first);
        uint32 post = _settlement.postOf(proof.epoch.operator, proof.epoch.number);
        bytes32 answer = IDataDemands(_settlement.challenges()).claimsAnswerOf(proof.epoch.operator, post, chunk);
        require(keccak256(abi.encodePacked(proof.nodes)) == answer, NotAnswered(chunk));
        bytes32 leaf = LeafHash.claim(proof.payout.leaves[0].account, proof.payout.leaves[0].cumulative);
        require(proof.nodes[index] != leaf, ClaimHolds());
        return proof.epoch.hash();
    }

    /// @dev Whether a node is empty below the count, or not empty beyond it.
    function _misshapen(uint256 count, uint256 height, uint256 position, bool empty, bool nothing)
        private
        pure
        returns (bool)
    {
        return position << height < count ? empty : !nothing;
    }
}
