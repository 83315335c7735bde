// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "./Epoch.sol";
import { AttributionRun, CreditRun, ReceiptRun, VersionRun } from "./Runs.sol";

// `call` is all of a call's attributions: neighbours, with the leaf of another call before and behind them except at the
// tree's ends.

/// @notice Where the contributor of a record stands. The call's versions are, in this order, the training versions of
/// each component and the retrieved versions; if there are none at all, the retrieval versions of each component; repeats
/// included.
struct RecordPlace {
    /// One for each of the call's versions before the one that holds the record: that it is absent there.
    VersionRun[] absent;
    /// The record's leaf in the version that comes next.
    VersionRun present;
}

/// @notice A credit and the receipt at its index; if the index is beyond the receipts, or the role or amount is at
/// fault, an empty run.
struct CreditForeignProof {
    Epoch epoch;
    CreditRun credit;
    ReceiptRun receipt;
}

/// @notice A credit of role 1, 2 or 3 and its receipt.
struct ServiceCreditProof {
    Epoch epoch;
    CreditRun credit;
    ReceiptRun receipt;
}

/// @notice A credit of role 4, 5 or 6, its receipt, and the call's attributions. `place` is read for roles 4 and 5, if
/// the call pays the credit's commitment at all.
struct DataCreditProof {
    Epoch epoch;
    CreditRun credit;
    ReceiptRun receipt;
    AttributionRun call;
    RecordPlace place;
}

/// @notice A receipt that brings the operator (role 1) or `account` (roles 2 and 3) money, and that the credit is absent.
struct ServiceCreditMissingProof {
    Epoch epoch;
    ReceiptRun receipt;
    uint8 role;
    address account;
    CreditRun absent;
}

/// @notice A receipt and its attributions, of which those for `commitment` bring `account` money by `role`, and that the
/// credit is absent. `place` is read for roles 4 and 5.
struct DataCreditMissingProof {
    Epoch epoch;
    ReceiptRun receipt;
    AttributionRun call;
    uint8 role;
    bytes32 commitment;
    RecordPlace place;
    CreditRun absent;
    address account;
}

/// @notice Two headers. `previous` is not read for an operator's first epoch.
struct CarriedProof {
    Epoch epoch;
    Epoch previous;
}

/// @notice All receipts of the epoch. `previous` is not read for an operator's first epoch.
struct TotalsProof {
    Epoch epoch;
    Epoch previous;
    ReceiptRun receipts;
}
