// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { RecordPlace } from "./CreditProofs.sol";
import { AttributionRun, ReceiptRun, TrainedRun, VersionRun } from "./Runs.sol";

/// @notice A run of receipts and the operator's signature of each.
struct SignedRun {
    ReceiptRun receipts;
    /// 65 bytes (r, s, v), low s, over the EIP-712 digest; one for each receipt, in order.
    bytes[] signatures;
}

/// @notice Where the record of one attribution comes from. Of a flat one, which has no record, only `attribution` is read.
struct RecordOrigin {
    AttributionRun attribution;
    ReceiptRun receipt;
    /// By whose version the record's income goes.
    RecordPlace place;
    /// Of an influence: index of the component whose model was trained on the record.
    uint32 component;
    /// Index of the version that holds the record: of that model's training versions, or of the receipt's retrieved ones.
    uint32 version;
    /// The record's leaf in that version.
    VersionRun held;
    /// Of an influence: the record's leaf in that model's training log.
    TrainedRun log;
}
