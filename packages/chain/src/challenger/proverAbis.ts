import { FAULT_KIND, type FaultName } from '@openledger/core/faults/faultKind.ts'
import type { AbiParameter } from 'viem'
import { attributionFaultsAbi } from '../abi/attributionFaults.ts'
import { creditFaultsAbi } from '../abi/creditFaults.ts'
import { payoutFaultsAbi } from '../abi/payoutFaults.ts'
import { receiptFaultsAbi } from '../abi/receiptFaults.ts'
import { treeFaultsAbi } from '../abi/treeFaults.ts'

/** ABIs of the provers, by kind / 16. */
export const PROVER_ABIS = [
  treeFaultsAbi,
  payoutFaultsAbi,
  receiptFaultsAbi,
  creditFaultsAbi,
  attributionFaultsAbi,
] as const

/** Kinds of fault that share a prover. */
export const KINDS_PER_PROVER = 16

/** The function of its prover that takes a kind's proof, and so documents the format. */
const PROVE_FUNCTION = {
  RECEIPTS_UNSORTED: 'proveReceiptsUnsorted',
  ATTRIBUTIONS_UNSORTED: 'proveAttributionsUnsorted',
  CREDITS_UNSORTED: 'proveCreditsUnsorted',
  PAYOUTS_UNSORTED: 'provePayoutsUnsorted',
  NODE_SUM_WRONG: 'proveNodeSum',
  RECEIPT_SUM_WRONG: 'proveReceiptSum',
  PAYOUT_SUM_WRONG: 'provePayoutSum',
  SUM_SHAPE_WRONG: 'proveSumShape',
  PLAIN_SHAPE_WRONG: 'provePlainShape',
  CLAIM_WRONG: 'proveClaim',
  CLAIMS_ROOT_WRONG: 'proveClaimsRoot',
  CLAIM_LEAF_WRONG: 'proveClaimLeaf',
  CUMULATIVE_FELL: 'proveCumulativeFell',
  ACCOUNT_DROPPED: 'proveAccountDropped',
  RUNNING_SUM_WRONG: 'proveRunningSum',
  PAYOUT_WRONG: 'provePayoutWrong',
  PAYOUT_MISSING: 'provePayoutMissing',
  PAYOUT_UNCREDITED: 'provePayoutUncredited',
  FEE_WRONG: 'proveFee',
  PRICE_NOT_IN_EFFECT: 'provePrice',
  COMPONENTS_WRONG: 'proveComponents',
  RETRIEVED_VERSIONS_WRONG: 'proveRetrievedVersions',
  CUMULATIVE_WRONG: 'proveCumulative',
  SEQUENCE_BROKEN: 'proveSequenceBroken',
  CHANNEL_START_WRONG: 'proveChannelStart',
  SEQUENCE_REPEATED: 'proveSequenceRepeated',
  CHANNEL_FOREIGN: 'proveChannelForeign',
  CALL_REPEATED: 'proveCallRepeated',
  CALL_REPEATED_LATER: 'proveCallRepeatedLater',
  EQUIVOCATION: 'proveEquivocation',
  RECEIPT_MISSING: 'proveReceiptMissing',
  CHANNEL_NOT_COLLECTED: 'proveNotCollected',
  TIME_WRONG: 'proveTime',
  CREDIT_FOREIGN: 'proveCreditForeign',
  SERVICE_CREDIT_WRONG: 'proveServiceCredit',
  DATA_CREDIT_WRONG: 'proveDataCredit',
  SERVICE_CREDIT_MISSING: 'proveServiceCreditMissing',
  DATA_CREDIT_MISSING: 'proveDataCreditMissing',
  TOTALS_WRONG: 'proveTotals',
  CARRIED_WRONG: 'proveCarried',
  ATTRIBUTION_FOREIGN: 'proveAttributionForeign',
  ATTRIBUTION_MISSING: 'proveAttributionMissing',
  ATTRIBUTION_MALFORMED: 'proveAttributionMalformed',
  WEIGHTS_WRONG: 'proveWeights',
  TOO_MANY_ATTRIBUTIONS: 'proveTooManyAttributions',
  RECORD_NOT_TRAINED: 'proveNotTrained',
  RECORD_NOT_RETRIEVED: 'proveNotRetrieved',
  FLAT_WRONG: 'proveFlat',
  FLAT_FOREIGN: 'proveFlatForeign',
} as const satisfies Record<FaultName, string>

/** Number of a kind's prover. */
const proverOf = (name: FaultName): number => Math.floor(FAULT_KIND[name] / KINDS_PER_PROVER)

/** Whether there is a prover for a kind. */
export const hasProver = (name: FaultName): boolean => proverOf(name) < PROVER_ABIS.length

/** ABI type of a kind's proof: the struct that its prover's function takes. @throws RangeError where the ABI has none */
export function proofParameters(name: FaultName): readonly AbiParameter[] {
  const item = PROVER_ABIS[proverOf(name)]?.find(
    (entry) => entry.type === 'function' && entry.name === PROVE_FUNCTION[name],
  )
  if (item === undefined || !('inputs' in item)) throw new RangeError(`No prover takes a proof of ${name}.`)
  return item.inputs
}
