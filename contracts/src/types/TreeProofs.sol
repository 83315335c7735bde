// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SumNode } from "../libraries/SumTree.sol";
import { Epoch } from "./Epoch.sol";
import { Receipt } from "./Receipt.sol";
import { AttributionRun, CreditRun, PayoutRun, ReceiptRun } from "./Runs.sol";

/// @notice `pair`: two neighbours, the second not above the first by (channelId, sequence).
struct ReceiptsUnsortedProof {
    Epoch epoch;
    ReceiptRun pair;
}

/// @notice `pair`: two neighbours, the second not above the first by (callId, commitment, method).
struct AttributionsUnsortedProof {
    Epoch epoch;
    AttributionRun pair;
}

/// @notice `pair`: two neighbours, the second not above the first by (account, callId, role, commitment).
struct CreditsUnsortedProof {
    Epoch epoch;
    CreditRun pair;
}

/// @notice `pair`: two neighbours, the second not above the first by account. Where one of them carries a wrong sum,
/// prove that instead.
struct PayoutsUnsortedProof {
    Epoch epoch;
    PayoutRun pair;
}

/// @notice A node whose declared sum is not that of its children: the highest such node, so that all sums above it add
/// up. For the root `declared` is the epoch's sum and there are no siblings.
struct NodeSumProof {
    Epoch epoch;
    /// False: receipts; true: payouts.
    bool payouts;
    /// Above the leaves, ≥ 1.
    uint8 height;
    /// From the left, among the nodes of that height.
    uint32 position;
    uint128 declared;
    SumNode left;
    SumNode right;
    /// From the node up.
    SumNode[] siblings;
}

/// @notice A receipt's leaf that carries the sum `declared`, not its fee.
struct ReceiptSumProof {
    Epoch epoch;
    uint32 index;
    Receipt receipt;
    uint128 declared;
    SumNode[] siblings;
}

/// @notice A payout's leaf that carries the sum `declared`, not its cumulative.
struct PayoutSumProof {
    Epoch epoch;
    uint32 index;
    address account;
    uint128 cumulative;
    uint128 declared;
    SumNode[] siblings;
}

/// @notice A node that is not empty (hash or sum) though all its leaves are beyond the count, or that has no hash though
/// some of its leaves are before it. Above it all sums add up.
struct SumShapeProof {
    Epoch epoch;
    /// False: receipts; true: payouts.
    bool payouts;
    /// Above the leaves; 0: a leaf.
    uint8 height;
    uint32 position;
    SumNode node;
    SumNode[] siblings;
}

/// @notice As `SumShapeProof`, in a plain tree.
struct PlainShapeProof {
    Epoch epoch;
    /// False: attributions; true: credits.
    bool credits;
    uint8 height;
    uint32 position;
    bytes32 node;
    bytes32[] siblings;
}

/// @notice The claims root holds (account, cumulative), and the payouts hold another cumulative for the account (`payout`:
/// its leaf) or none (`payout` shows it absent).
struct ClaimProof {
    Epoch epoch;
    address account;
    uint256 cumulative;
    /// As for `Settlement.claim`.
    bytes32[] proof;
    PayoutRun payout;
}

/// @notice All payouts, whose claims root is another one.
struct ClaimsRootProof {
    Epoch epoch;
    PayoutRun payouts;
}

/// @notice The epoch's poster answered other than the claim of payout `payout.first` at its place in the claims tree.
struct ClaimLeafProof {
    Epoch epoch;
    /// The answer: the chunk of leaves that holds this one.
    bytes32[] nodes;
    /// One leaf.
    PayoutRun payout;
}
