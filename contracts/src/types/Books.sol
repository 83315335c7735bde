// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One operator's books in four slots. The whole supply is 10^27 wei: amounts fit uint96. A post writes the first
/// slot only; `claimed` is that of the newest finalisation.
struct Books {
    /// Collected and not refunded.
    uint96 funded;
    uint96 accounted;
    uint32 epochCount;
    uint32 posts;
    uint96 payoutsSum;
    uint96 claimed;
    uint32 finalCount;
    /// Since when money waits that no epoch accounts; not read while there is none. A void never makes it later.
    uint32 waitingSince;
    uint96 burned;
    uint96 carriedTotal;
    /// Lowest number that was voided and is not final yet; what is not above the newest final one says nothing.
    uint32 voidedNumber;
    /// Since when the money waits that the void epoch of that number had accounted.
    uint32 voidedSince;
    /// Where its final payouts lie; the zero address before the first.
    address vault;
    uint96 refunded;
}

/// @notice What the next post, a void and the finalisation need of an epoch besides its hash, in two slots of a ring: the
/// rest of its header is in its event and is checked against the hash.
struct PostedEpoch {
    uint96 payoutsSum;
    uint96 carriedTotal;
    uint32 postedAt;
    uint32 post;
    /// All that was collected up to this epoch: what a void of the next goes back to.
    uint96 accounted;
    /// Whose bond stands for it.
    address poster;
}

/// @notice What an account claimed, and the part of it that still lies in the vault.
struct Drawn {
    uint96 claimed;
    uint96 balance;
}
