// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice `IPaymentEscrow.Channel`, packed. The supply of 10^27 wei fits uint96. A voucher of the session signer reads
/// the first two slots and writes the first.
struct StoredChannel {
    uint96 collected;
    /// Deposited and not withdrawn: no voucher is collected beyond.
    uint96 funds;
    /// Posts of the operator when it last collected: `collected` is what later posts found.
    uint32 since;
    /// Entries of the channel's history, and the one to overwrite next.
    uint16 pastCount;
    uint16 pastNext;
    uint96 cap;
    uint48 expiry;
    uint48 limitsChangeAt;
    address payer;
    uint96 withdrawn;
    address operator;
    uint96 requested;
    address signer;
    uint96 depositedSince;
    uint64 withdrawableAt;
    uint96 nextCap;
    uint48 nextExpiry;
}

/// @notice What the operator's posts after number `since` up to number `until` found collected.
struct PastCollection {
    uint96 collected;
    uint32 since;
    uint32 until;
}
