// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "./Epoch.sol";
import { AttributionRun, ReceiptRun, TrainedRun, VersionRun } from "./Runs.sol";

/// @notice An attribution and the receipt at its index; if the index is beyond the receipts, an empty run.
struct AttributionForeignProof {
    Epoch epoch;
    AttributionRun attribution;
    ReceiptRun receipt;
}

/// @notice A receipt whose models have a data share, and that its call is absent from the attributions.
struct AttributionMissingProof {
    Epoch epoch;
    ReceiptRun receipt;
    AttributionRun absent;
}

/// @notice One attribution and its receipt.
struct AttributionProof {
    Epoch epoch;
    AttributionRun attribution;
    ReceiptRun receipt;
}

/// @notice All of a call's attributions: neighbours, with the leaf of another call before and behind them except at the
/// tree's ends; and the call's receipt.
struct CallProof {
    Epoch epoch;
    AttributionRun call;
    ReceiptRun receipt;
}

/// @notice Two attributions of one call that are 64 or more places apart, neither flat.
struct TooManyAttributionsProof {
    Epoch epoch;
    AttributionRun first;
    AttributionRun last;
}

/// @notice Why a record's influence cannot come from one model.
struct ModelAbsence {
    /// Shows the record absent from the training log; read if `versions` is empty.
    TrainedRun log;
    /// Shows the record absent from each of the model's training versions, in their order.
    VersionRun[] versions;
}

/// @notice An influence, its receipt, and an absence for each component, in order, that has training versions and the
/// attribution's index.
struct NotTrainedProof {
    Epoch epoch;
    AttributionRun attribution;
    ReceiptRun receipt;
    ModelAbsence[] models;
}

/// @notice A citation, its receipt, and that the record is absent from each retrieved version, in order.
struct NotRetrievedProof {
    Epoch epoch;
    AttributionRun attribution;
    ReceiptRun receipt;
    VersionRun[] versions;
}
