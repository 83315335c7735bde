// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Epoch } from "./Epoch.sol";
import { CreditRun, PayoutRun } from "./Runs.sol";

// `previous` is the epoch that `epoch` names as its previous one; for an operator's first epoch it is not read.

/// @notice One account's leaf in both epochs, the later below the earlier.
struct CumulativeFellProof {
    Epoch epoch;
    Epoch previous;
    PayoutRun before;
    PayoutRun payout;
}

/// @notice One account's leaf in the previous epoch, and that it is absent in this one.
struct AccountDroppedProof {
    Epoch epoch;
    Epoch previous;
    PayoutRun before;
    PayoutRun absent;
}

/// @notice Two neighbours, the wrong credit being the second; or the tree's first credit alone.
struct RunningSumProof {
    Epoch epoch;
    CreditRun credits;
}

/// @notice `last`: the account's last credit with the next account's first behind it, or alone as the tree's last leaf.
/// `payout`: the account's leaf. `before`: its leaf in the previous epoch, or that it is absent there.
struct PayoutWrongProof {
    Epoch epoch;
    Epoch previous;
    CreditRun last;
    PayoutRun payout;
    PayoutRun before;
}

/// @notice A credit, and that its account has no payout.
struct PayoutMissingProof {
    Epoch epoch;
    CreditRun credit;
    PayoutRun absent;
}

/// @notice A payout that is new or differs from `before` (its leaf in the previous epoch, or that it is absent there),
/// while no credit is the account's.
struct PayoutUncreditedProof {
    Epoch epoch;
    Epoch previous;
    PayoutRun payout;
    PayoutRun before;
    CreditRun absent;
}
