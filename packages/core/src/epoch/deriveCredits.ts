import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import { type CreditLeaf, compareCredits } from '../leaves/creditLeaf.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { uint128 } from '../primitives/integers.ts'
import type { PricedReceipt } from './checkReceipts.ts'
import type { EpochFacts } from './epochFacts.ts'
import { payReceipt } from './payReceipt.ts'

/** What an epoch's calls bring, in wei: credits + burned = fees. */
export type EpochMoney = { readonly credits: CreditLeaf[]; readonly burned: bigint }

/**
 * Pays every call of an epoch and sums up.
 * @param priced all receipts of the epoch in leaf order: a credit names its receipt by index
 * @param attributions checked and in order
 * @returns credits in leaf order, with each account's running sum
 * @throws EPOCH_FACT_MISSING, PAYOUT_WEIGHTS_SUM, EPOCH_NOT_CONSERVED
 */
export function deriveCredits(
  facts: EpochFacts,
  priced: readonly PricedReceipt[],
  attributions: readonly AttributionLeaf[],
): EpochMoney {
  const byCall = new Map<Hex32, AttributionLeaf[]>()
  for (const entry of attributions) {
    const group = byCall.get(entry.callId)
    if (group === undefined) byCall.set(entry.callId, [entry])
    else group.push(entry)
  }
  const unsorted: Omit<CreditLeaf, 'runningSum'>[] = []
  let burned = 0n
  let fees = 0n
  for (const [index, call] of priced.entries()) {
    const { receipt } = call
    const paid = payReceipt(facts, call, byCall.get(receipt.callId) ?? [])
    for (const credit of paid.credits) unsorted.push({ ...credit, callId: receipt.callId, receipt: index })
    burned += paid.burned
    fees += receipt.fee
  }
  const credits = withRunningSums(unsorted)
  const credited = credits.reduce((sum, credit) => sum + credit.amount, 0n)
  if (credited + burned !== fees) {
    throw new OpenLedgerError(
      coreErrors.EPOCH_NOT_CONSERVED,
      `Credits ${credited} and burned ${burned} do not sum to the fees ${fees}.`,
    )
  }
  return { credits, burned: uint128(burned, 'burned') }
}

/** Sorts credits into leaf order and adds each account's running sum. @throws CORE_INTEGER_RANGE */
function withRunningSums(unsorted: readonly Omit<CreditLeaf, 'runningSum'>[]): CreditLeaf[] {
  let account: Address | undefined
  let running = 0n
  return [...unsorted].sort(compareCredits).map(({ account: owner, callId, receipt, role, commitment, amount }) => {
    running = owner === account ? running + amount : amount
    account = owner
    return { account: owner, callId, receipt, role, commitment, amount, runningSum: uint128(running, 'runningSum') }
  })
}
