// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Root and leaf count of a plain tree. A tree of no leaves has root 0.
struct Root {
    bytes32 root;
    uint32 count;
}

/// @notice Root, total and leaf count of a sum tree.
struct SumRoot {
    bytes32 root;
    uint128 sum;
    uint32 count;
}

/// @notice What an operator posts for one epoch. All amounts are wei of OPEN.
struct Epoch {
    /// Who posts; the epochs of each operator form a chain of their own.
    address operator;
    /// 1 for the operator's first epoch, then one more each time.
    uint64 number;
    /// Hash of the operator's previous epoch, 0 for the first.
    bytes32 previous;
    /// Receipts, summed by fee.
    SumRoot receipts;
    Root attributions;
    Root credits;
    /// Payouts, summed by each account's cumulative amount since the operator's first epoch.
    SumRoot payouts;
    /// OpenZeppelin-style root over the payout leaves, against which accounts claim.
    bytes32 claimsRoot;
    /// keccak of the canonical JSON of the rule's inputs.
    bytes32 rulesRoot;
    /// Approved code that derived the payouts.
    bytes32 codeHash;
    /// keccak of the published manifest.
    bytes32 dataCommitment;
    /// Burned by this epoch.
    uint128 burned;
    /// Kept for stakers, running total after this epoch.
    uint128 carriedTotal;
}

using { hash } for Epoch global;

/// @dev keccak(abi.encode(epoch)): the struct is static, so this is its 20 words one after the other.
function hash(Epoch memory epoch) pure returns (bytes32) {
    return keccak256(abi.encode(epoch));
}
