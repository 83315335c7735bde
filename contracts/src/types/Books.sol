// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One operator's books in four slots. The whole supply is 10^27 wei: amounts fit uint96. A post writes the first
/// slot only.
struct Books {
    uint96 funded;
    uint96 accounted;
    uint32 epochCount;
    uint32 posts;
    uint96 payoutsSum;
    uint96 claimed;
    uint32 finalCount;
    uint96 burned;
    uint96 carriedTotal;
    bytes32 claimsRoot;
}

/// @notice What the next post, a void and the finalisation need of an epoch, in three slots; the rest of its header is in
/// its event and is checked against the hash. Stays when the epoch is voided, until its number is posted again.
struct PostedEpoch {
    bytes32 epochHash;
    uint96 payoutsSum;
    uint96 carriedTotal;
    uint32 postedAt;
    uint32 post;
    /// All that was collected up to this epoch: what a void of the next goes back to.
    uint96 accounted;
}

/// @notice What an account claimed, and the part of it that still lies here.
struct Drawn {
    uint96 claimed;
    uint96 balance;
}
