// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SumNode } from "../libraries/SumTree.sol";
import { AttributionLeaf, CreditLeaf, PayoutLeaf, TrainedRecordLeaf, VersionLeaf } from "./Leaves.sol";
import { Receipt } from "./Receipt.sol";

// A run is `leaves.length` neighbours of a tree from index `first` on, and the siblings that lead to the root: from the
// leaves up, at each height the left sibling if the run starts at an odd position, then the right one if it ends at an
// even position (empty nodes included). A run of one leaf has the siblings of an ordinary Merkle proof.
//
// A run shows that a key is absent if it is one of: no leaf, in a tree of none; two neighbours, the first below the key
// and the second above; the tree's first leaf alone, above the key; the tree's last leaf alone, below the key.

/// @notice Neighbours in the receipts tree; a leaf's sum is its fee.
struct ReceiptRun {
    uint32 first;
    Receipt[] leaves;
    SumNode[] siblings;
}

/// @notice Neighbours in the payouts tree; a leaf's sum is its cumulative.
struct PayoutRun {
    uint32 first;
    PayoutLeaf[] leaves;
    SumNode[] siblings;
}

/// @notice Neighbours in the credits tree.
struct CreditRun {
    uint32 first;
    CreditLeaf[] leaves;
    bytes32[] siblings;
}

/// @notice Neighbours in the attributions tree.
struct AttributionRun {
    uint32 first;
    AttributionLeaf[] leaves;
    bytes32[] siblings;
}

/// @notice Neighbours in a version; its root and count are on chain.
struct VersionRun {
    uint32 first;
    VersionLeaf[] leaves;
    bytes32[] siblings;
}

/// @notice Neighbours in a training log's records: logRoot = keccak(abi.encode(head, root)). The chain has no count, so
/// the depth is given; the last leaf is the one to whose right all siblings are empty.
struct TrainedRun {
    bytes32 head;
    bytes32 root;
    uint8 depth;
    uint32 first;
    TrainedRecordLeaf[] leaves;
    bytes32[] siblings;
}
