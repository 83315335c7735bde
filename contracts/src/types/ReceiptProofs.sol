// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "./Epoch.sol";
import { Receipt } from "./Receipt.sol";
import { ReceiptRun } from "./Runs.sol";

/// @notice One receipt that is wrong by itself.
struct ReceiptProof {
    Epoch epoch;
    ReceiptRun receipt;
}

/// @notice One receipt, and which of its components is wrong.
struct ComponentProof {
    Epoch epoch;
    ReceiptRun receipt;
    uint32 component;
}

/// @notice Two neighbours of one channel.
struct ReceiptPairProof {
    Epoch epoch;
    ReceiptRun pair;
}

/// @notice Two receipts of one epoch.
struct TwoReceiptsProof {
    Epoch epoch;
    ReceiptRun first;
    ReceiptRun second;
}

/// @notice A receipt, and one of an earlier epoch of the same operator that is posted and not void.
struct TwoEpochsProof {
    Epoch epoch;
    ReceiptRun receipt;
    Epoch earlier;
    ReceiptRun earlierReceipt;
}

/// @notice An epoch in which a channel has no receipt.
struct ChannelAbsence {
    Epoch epoch;
    /// Shows that the channel is absent.
    ReceiptRun absent;
}

/// @notice A channel's first receipt of this epoch, and its last one before: `between` are the epochs in which it has
/// none, from the previous one backwards. They lead to `last`, where `end` is the channel's last receipt, or to before
/// the operator's first epoch; then `last` and `end` are not read.
struct ChannelStartProof {
    Epoch epoch;
    /// The receipt with the leaf of another channel before it, or alone as the tree's first leaf.
    ReceiptRun start;
    ChannelAbsence[] between;
    Epoch last;
    /// The receipt with the leaf of another channel behind it, or alone as the tree's last leaf.
    ReceiptRun end;
}

/// @notice A channel's last receipt of this epoch, with the leaf of another channel behind it, or alone as the tree's
/// last leaf.
struct ChannelEndProof {
    Epoch epoch;
    ReceiptRun end;
}

/// @notice A receipt of the epoch, and another one of the same channel and sequence with the operator's signature.
struct EquivocationProof {
    Epoch epoch;
    ReceiptRun receipt;
    Receipt other;
    /// 65 bytes (r, s, v), low s, over the EIP-712 digest of `other`.
    bytes signature;
}

/// @notice A receipt with the operator's signature, and that its channel and sequence are absent.
struct ReceiptMissingProof {
    Epoch epoch;
    Receipt missing;
    /// 65 bytes (r, s, v), low s, over the EIP-712 digest of `missing`.
    bytes signature;
    ReceiptRun absent;
}
