// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Leaf hashes
/// @notice A leaf is an EIP-712 struct hash: keccak(abi.encode(keccak(type string), fields…)).
library LeafHash {
    bytes32 internal constant COMMITMENT_TYPEHASH = keccak256("CommitmentLeaf(bytes32 commitment)");
    bytes32 internal constant VERSION_TYPEHASH = keccak256("VersionLeaf(bytes32 commitment,address contributor)");
    bytes32 internal constant TRAINED_RECORD_TYPEHASH = keccak256("TrainedRecordLeaf(bytes32 commitment,uint32 uses)");
    bytes32 internal constant ATTRIBUTION_TYPEHASH = keccak256(
        "AttributionLeaf(bytes32 callId,uint32 receipt,bytes32 commitment,uint8 method,int64 score,uint32 sharePpm,uint64 weight,bytes32 indexHash)"
    );
    bytes32 internal constant CREDIT_TYPEHASH = keccak256(
        "CreditLeaf(address account,bytes32 callId,uint32 receipt,uint8 role,bytes32 commitment,uint128 amount,uint128 runningSum)"
    );
    bytes32 internal constant PAYOUT_TYPEHASH = keccak256("PayoutLeaf(address account,uint128 cumulative)");

    /// @param commitment_ Of a contribution's record.
    function commitment(bytes32 commitment_) internal pure returns (bytes32) {
        return keccak256(abi.encode(COMMITMENT_TYPEHASH, commitment_));
    }

    function version(bytes32 commitment_, address contributor) internal pure returns (bytes32) {
        return keccak256(abi.encode(VERSION_TYPEHASH, commitment_, contributor));
    }

    /// @param uses Times that the training log shows the record.
    function trainedRecord(bytes32 commitment_, uint32 uses) internal pure returns (bytes32) {
        return keccak256(abi.encode(TRAINED_RECORD_TYPEHASH, commitment_, uses));
    }

    /// @param receipt Index of the call's receipt in the receipts tree.
    /// @param method 1 influence, 2 citation, 3 flat.
    /// @param sharePpm The method's cut of the call, ppm.
    /// @param weight Of W = 10^18.
    function attribution(
        bytes32 callId,
        uint32 receipt,
        bytes32 commitment_,
        uint8 method,
        int64 score,
        uint32 sharePpm,
        uint64 weight,
        bytes32 indexHash
    ) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(ATTRIBUTION_TYPEHASH, callId, receipt, commitment_, method, score, sharePpm, weight, indexHash)
        );
    }

    /// @param receipt Index of the call's receipt in the receipts tree.
    /// @param role 1 operator, 2 model, 4 contributor, 5 Datanet owner, 6 Datanet pool.
    /// @param amount Wei.
    /// @param runningSum Wei, of the account's credits up to this one.
    function credit(
        address account,
        bytes32 callId,
        uint32 receipt,
        uint8 role,
        bytes32 commitment_,
        uint128 amount,
        uint128 runningSum
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(CREDIT_TYPEHASH, account, callId, receipt, role, commitment_, amount, runningSum));
    }

    /// @param cumulative Wei since the operator's first epoch.
    function payout(address account, uint128 cumulative) internal pure returns (bytes32) {
        return keccak256(abi.encode(PAYOUT_TYPEHASH, account, cumulative));
    }

    /// @notice The leaf of the claims tree: OpenZeppelin's double hash, so that its 64 bytes never pass for a node.
    function claim(address account, uint256 cumulative) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(account, cumulative))));
    }
}
