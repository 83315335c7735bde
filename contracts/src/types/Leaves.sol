// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice An account's cumulative payout, wei. Ascending account.
struct PayoutLeaf {
    address account;
    uint128 cumulative;
}

/// @notice What one account gets of one call, wei; `runningSum` of the account's credits up to this one.
/// Ascending account, callId, role, commitment.
struct CreditLeaf {
    address account;
    bytes32 callId;
    /// Index of the call's receipt in the receipts tree.
    uint32 receipt;
    /// 1 operator, 2 model, 4 contributor, 5 Datanet owner, 6 Datanet pool.
    uint8 role;
    bytes32 commitment;
    uint128 amount;
    uint128 runningSum;
}

/// @notice What one record gets of one call. Ascending callId, commitment, method.
struct AttributionLeaf {
    bytes32 callId;
    /// Index of the call's receipt in the receipts tree.
    uint32 receipt;
    /// Of the record; with method flat the datanetId.
    bytes32 commitment;
    /// 1 influence, 2 citation, 3 flat.
    uint8 method;
    int64 score;
    uint32 sharePpm;
    /// Of W = 10^18.
    uint64 weight;
    bytes32 indexHash;
}

/// @notice A record of a version. Ascending commitment.
struct VersionLeaf {
    bytes32 commitment;
    address contributor;
}

/// @notice A record that a training log shows. Ascending commitment.
struct TrainedRecordLeaf {
    bytes32 commitment;
    uint32 uses;
}
