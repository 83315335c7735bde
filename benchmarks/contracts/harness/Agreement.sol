// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { MerkleProof } from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import { ClaimsProof } from "../src/libraries/ClaimsProof.sol";
import { LeafHash } from "../src/libraries/LeafHash.sol";
import { PlainTree } from "../src/libraries/PlainTree.sol";
import { PrefixSum } from "../src/libraries/PrefixSum.sol";
import { SumNode, SumTree } from "../src/libraries/SumTree.sol";
import { Epoch } from "../src/types/Epoch.sol";
import { Split } from "../src/types/Split.sol";

/// @notice Opens the internal libraries to the bench, which compares them with packages/core.
contract Agreement {
    function commitmentLeaf(bytes32 commitment) external pure returns (bytes32) {
        return LeafHash.commitment(commitment);
    }

    function versionLeaf(bytes32 commitment, address contributor) external pure returns (bytes32) {
        return LeafHash.version(commitment, contributor);
    }

    function trainedRecordLeaf(bytes32 commitment, uint32 uses) external pure returns (bytes32) {
        return LeafHash.trainedRecord(commitment, uses);
    }

    function attributionLeaf(
        bytes32 callId,
        uint32 receipt,
        bytes32 commitment,
        uint8 method,
        int64 score,
        uint32 sharePpm,
        uint64 weight,
        bytes32 indexHash
    ) external pure returns (bytes32) {
        return LeafHash.attribution(callId, receipt, commitment, method, score, sharePpm, weight, indexHash);
    }

    function creditLeaf(
        address account,
        bytes32 callId,
        uint32 receipt,
        uint8 role,
        bytes32 commitment,
        uint128 amount,
        uint128 runningSum
    ) external pure returns (bytes32) {
        return LeafHash.credit(account, callId, receipt, role, commitment, amount, runningSum);
    }

    function payoutLeaf(address account, uint128 cumulative) external pure returns (bytes32) {
        return LeafHash.payout(account, cumulative);
    }

    function plainTree(bytes32[] memory leaves, uint32 index, bytes32[] memory proof)
        external
        pure
        returns (bytes32 root, bool holds, bool elsewhere)
    {
        uint32 count = uint32(leaves.length);
        bytes32 leaf = leaves[index];
        root = PlainTree.rootInPlace(leaves);
        holds = PlainTree.verify(root, count, index, leaf, proof);
        elsewhere = count > 1 && PlainTree.verify(root, count, (index + 1) % count, leaf, proof);
    }

    function sumTree(SumNode[] memory leaves, uint32 index, SumNode[] memory proof)
        external
        pure
        returns (bytes32 hash, uint128 sum, bool holds, bool inflated)
    {
        uint32 count = uint32(leaves.length);
        SumNode memory leaf = SumNode(leaves[index].hash, leaves[index].sum);
        SumNode memory root = SumTree.rootInPlace(leaves);
        holds = SumTree.verify(root, count, index, leaf, proof);
        inflated = SumTree.verify(root, count, index, SumNode(leaf.hash, leaf.sum + 1), proof);
        return (root.hash, root.sum, holds, inflated);
    }

    /// @dev As the vault checks it, and as OpenZeppelin does.
    function claimHolds(bytes32 root, bytes32 claim, bytes32[] calldata proof)
        external
        pure
        returns (bytes32 leaf, bool holds, bool changed, bool standard)
    {
        leaf = ClaimsProof.leafOf(claim);
        holds = ClaimsProof.rootOf(leaf, proof) == root;
        changed = ClaimsProof.rootOf(ClaimsProof.leafOf(claim ^ bytes32(uint256(1))), proof) == root;
        standard = MerkleProof.verifyCalldata(
            proof, root, LeafHash.claim(address(bytes20(claim)), uint96(uint256(claim)))
        );
    }

    function claimsHold(
        bytes32 root,
        bytes32[] calldata claims,
        bytes32[] calldata changedClaims,
        bytes32[] calldata proof,
        uint256[] calldata flags
    ) external pure returns (bool holds, bool changed) {
        (bool fits, bytes32 found) = ClaimsProof.rootOfMany(claims, proof, flags);
        holds = fits && found == root;
        (fits, found) = ClaimsProof.rootOfMany(changedClaims, proof, flags);
        changed = fits && found == root;
    }

    function splitFee(uint128 fee, Split calldata split) external pure returns (uint128[5] memory) {
        return PrefixSum.splitFee(fee, split);
    }

    function splitData(uint128 data, uint64[] calldata weights) external pure returns (uint128[] memory) {
        return PrefixSum.splitData(data, weights);
    }

    function splitShares(uint128 amount, uint16[] calldata bps) external pure returns (uint128[] memory) {
        return PrefixSum.splitShares(amount, bps);
    }

    function epochHash(Epoch calldata epoch) external pure returns (bytes32) {
        return epoch.hash();
    }
}
