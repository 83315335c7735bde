// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Kinds of fault
/// @notice `kind / 16` is the prover: 0 `TreeFaults`, 1 `PayoutFaults`, 2 `ReceiptFaults`, 3 `CreditFaults`,
/// 4 `AttributionFaults`. Each constant names the struct that its proof encodes.
library FaultKind {
    /// @notice Kinds that one prover may know, and the number of provers.
    uint8 internal constant KINDS_PER_PROVER = 16;
    uint8 internal constant PROVERS = 5;

    // ── TreeFaults: an epoch's trees are not what protocol §2 says ──

    /// @notice `ReceiptsUnsortedProof`: two neighbours do not ascend by (channelId, sequence).
    uint8 internal constant RECEIPTS_UNSORTED = 0;
    /// @notice `AttributionsUnsortedProof`: two neighbours do not ascend by (callId, commitment, method).
    uint8 internal constant ATTRIBUTIONS_UNSORTED = 1;
    /// @notice `CreditsUnsortedProof`: two neighbours do not ascend by (account, callId, role, commitment).
    uint8 internal constant CREDITS_UNSORTED = 2;
    /// @notice `PayoutsUnsortedProof`: two neighbours do not ascend by account.
    uint8 internal constant PAYOUTS_UNSORTED = 3;
    /// @notice `NodeSumProof`: an inner node's sum is not that of its children.
    uint8 internal constant NODE_SUM_WRONG = 4;
    /// @notice `ReceiptSumProof`: a receipt's leaf carries another sum than its fee.
    uint8 internal constant RECEIPT_SUM_WRONG = 5;
    /// @notice `PayoutSumProof`: a payout's leaf carries another sum than its cumulative.
    uint8 internal constant PAYOUT_SUM_WRONG = 6;
    /// @notice `SumShapeProof`: receipts or payouts have a node beyond the count, or none before it.
    uint8 internal constant SUM_SHAPE_WRONG = 7;
    /// @notice `PlainShapeProof`: attributions or credits have a node beyond the count, or none before it.
    uint8 internal constant PLAIN_SHAPE_WRONG = 8;
    /// @notice `ClaimProof`: the claims root promises an account what its payout leaf does not.
    uint8 internal constant CLAIM_WRONG = 9;
    /// @notice `ClaimsRootProof`: the claims root is not that of the payouts, all of which are given.
    uint8 internal constant CLAIMS_ROOT_WRONG = 10;
    /// @notice `ClaimLeafProof`: a leaf of the claims tree, as answered to a demand, is not the claim of its payout.
    uint8 internal constant CLAIM_LEAF_WRONG = 11;

    // ── PayoutFaults: payouts do not follow from the previous ones and the credits ──

    /// @notice `CumulativeFellProof`: an account's cumulative payout is below the previous epoch's.
    uint8 internal constant CUMULATIVE_FELL = 16;
    /// @notice `AccountDroppedProof`: an account of the previous payouts is not in these.
    uint8 internal constant ACCOUNT_DROPPED = 17;
    /// @notice `RunningSumProof`: a credit's running sum is not the one before plus its amount.
    uint8 internal constant RUNNING_SUM_WRONG = 18;
    /// @notice `PayoutWrongProof`: an account's payout is not the previous one plus its last running sum.
    uint8 internal constant PAYOUT_WRONG = 19;
    /// @notice `PayoutMissingProof`: a credited account has no payout.
    uint8 internal constant PAYOUT_MISSING = 20;
    /// @notice `PayoutUncreditedProof`: an account without credits has another payout than before.
    uint8 internal constant PAYOUT_UNCREDITED = 21;

    // ── ReceiptFaults: receipts are wrong by themselves, or do not meet the chain ──

    /// @notice `ReceiptProof`: the fee is not tokens × price.
    uint8 internal constant FEE_WRONG = 32;
    /// @notice `ComponentProof`: a component names a price version that is unknown or was not in effect yet.
    uint8 internal constant PRICE_NOT_IN_EFFECT = 33;
    /// @notice `ReceiptProof`: no component, more than 64, a model twice, or several whose scales are all 0.
    uint8 internal constant COMPONENTS_WRONG = 34;
    /// @notice `ReceiptProof`: a retrieved version is not one of its models' retrieval versions, is named twice, or there
    /// are more than 64.
    uint8 internal constant RETRIEVED_VERSIONS_WRONG = 35;
    /// @notice `ReceiptProof`: cumulativeAfter is not cumulativeBefore + fee.
    uint8 internal constant CUMULATIVE_WRONG = 36;
    /// @notice `ReceiptPairProof`: two neighbours of a channel do not continue each other, or the second is from before the first.
    uint8 internal constant SEQUENCE_BROKEN = 37;
    /// @notice `ChannelStartProof`: a channel's first receipt in this epoch does not continue its last one before.
    uint8 internal constant CHANNEL_START_WRONG = 38;
    /// @notice `TwoEpochsProof`: an earlier epoch already has this channel at this or a later sequence.
    uint8 internal constant SEQUENCE_REPEATED = 39;
    /// @notice `ReceiptProof`: the channel is not one of this operator's.
    uint8 internal constant CHANNEL_FOREIGN = 40;
    /// @notice `TwoReceiptsProof`: two receipts of this epoch are for the same call.
    uint8 internal constant CALL_REPEATED = 41;
    /// @notice `TwoEpochsProof`: an earlier epoch already has a receipt for this call.
    uint8 internal constant CALL_REPEATED_LATER = 42;
    /// @notice `EquivocationProof`: the operator signed another receipt for this channel and sequence.
    uint8 internal constant EQUIVOCATION = 43;
    /// @notice `ReceiptMissingProof`: the operator signed a receipt and collected it for this epoch, which lacks it.
    uint8 internal constant RECEIPT_MISSING = 44;
    /// @notice `ChannelEndProof`: a channel's last receipt does not end at what had been collected.
    uint8 internal constant CHANNEL_NOT_COLLECTED = 45;
    /// @notice `ReceiptProof`: the receipt's time is not before the epoch's post.
    uint8 internal constant TIME_WRONG = 46;

    // ── CreditFaults: credits do not follow from receipts and attributions ──

    /// @notice `CreditForeignProof`: no such receipt, another call's receipt, an unknown role, or an amount of 0.
    uint8 internal constant CREDIT_FOREIGN = 48;
    /// @notice `ServiceCreditProof`: role 1, 2 or 3, and not what the receipt brings this account.
    uint8 internal constant SERVICE_CREDIT_WRONG = 49;
    /// @notice `DataCreditProof`: role 4, 5 or 6, and not what the call's attributions bring this account.
    uint8 internal constant DATA_CREDIT_WRONG = 50;
    /// @notice `ServiceCreditMissingProof`: a receipt brings an account money by role 1, 2 or 3, and there is no credit.
    uint8 internal constant SERVICE_CREDIT_MISSING = 51;
    /// @notice `DataCreditMissingProof`: an attribution brings an account money, and there is no credit.
    uint8 internal constant DATA_CREDIT_MISSING = 52;
    /// @notice `TotalsProof`: burned is not what the receipts burn, all of which are given, or something is carried.
    uint8 internal constant TOTALS_WRONG = 53;
    /// @notice `CarriedProof`: the carried total is not that of the epoch before.
    uint8 internal constant CARRIED_WRONG = 54;

    // ── AttributionFaults: attributions do not fit receipts, versions and training logs ──

    /// @notice `AttributionForeignProof`: no such receipt, another call's receipt, or a call without a data share.
    uint8 internal constant ATTRIBUTION_FOREIGN = 64;
    /// @notice `AttributionMissingProof`: a call with a data share has no attribution.
    uint8 internal constant ATTRIBUTION_MISSING = 65;
    /// @notice `AttributionProof`: unknown method, weight 0, share above 10^6, or an index that the call's models lack.
    uint8 internal constant ATTRIBUTION_MALFORMED = 66;
    /// @notice `CallProof`: the call's weights do not sum to 10^18, or influence's not to its share.
    uint8 internal constant WEIGHTS_WRONG = 67;
    /// @notice `TooManyAttributionsProof`: more than 64 records are paid for one call.
    uint8 internal constant TOO_MANY_ATTRIBUTIONS = 68;
    /// @notice `NotTrainedProof`: influence of a record that no training log or training version of the call shows.
    uint8 internal constant RECORD_NOT_TRAINED = 69;
    /// @notice `NotRetrievedProof`: a citation of a record that no retrieved version holds.
    uint8 internal constant RECORD_NOT_RETRIEVED = 70;
    /// @notice `CallProof`: the call is paid flat, and not to each of its Datanets alike.
    uint8 internal constant FLAT_WRONG = 71;
    /// @notice `AttributionProof`: a flat attribution of a Datanet that has none of the call's versions.
    uint8 internal constant FLAT_FOREIGN = 72;
}
