import type { PricedReceipt } from '../epoch/checkReceipts.ts'
import { deriveCredits, type EpochMoney } from '../epoch/deriveCredits.ts'
import { derivePayouts } from '../epoch/derivePayouts.ts'
import type { Epoch } from '../epoch/epoch.ts'
import type { EpochFacts, PreviousEpoch } from '../epoch/epochFacts.ts'
import { fault } from '../epoch/fault.ts'
import type { ErrorDescriptor } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import type { CreditLeaf } from '../leaves/creditLeaf.ts'
import type { PayoutLeaf } from '../leaves/payoutLeaf.ts'

/** Names the first leaf and field in which two lists of leaves differ. */
function compareLeaves<T extends Record<string, string | number | bigint>>(
  descriptor: ErrorDescriptor,
  file: string,
  expected: readonly T[],
  found: readonly T[],
): void {
  for (let leaf = 0; leaf < Math.max(expected.length, found.length); leaf++) {
    const want = expected[leaf]
    const have = found[leaf]
    if (want === undefined || have === undefined) {
      throw fault(descriptor, {
        file,
        leaf,
        field: 'leaf',
        expected: want === undefined ? 'no more leaves' : describe(want),
        found: have === undefined ? 'no more leaves' : describe(have),
      })
    }
    for (const [field, value] of Object.entries(want)) {
      if (have[field] !== value)
        throw fault(descriptor, { file, leaf, field, expected: value, found: have[field] ?? '' })
    }
  }
}

const describe = (leaf: Record<string, string | number | bigint>) => Object.values(leaf).map(String).join(' ')

/** Pays every call again and compares the credits. @throws EPOCH_CREDIT_WRONG, EPOCH_FACT_MISSING */
export function checkCredits(
  facts: EpochFacts,
  priced: readonly PricedReceipt[],
  attributions: readonly AttributionLeaf[],
  credits: readonly CreditLeaf[],
): EpochMoney {
  const money = deriveCredits(facts, priced, attributions)
  compareLeaves(coreErrors.EPOCH_CREDIT_WRONG, 'credits', money.credits, credits)
  return money
}

/**
 * Adds the credits to the previous payouts, and compares payouts, burned and carried with the post.
 * @throws EPOCH_ACCOUNT_DROPPED, EPOCH_PAYOUT_WRONG, EPOCH_TOTAL_WRONG
 */
export function checkPayouts(
  epoch: Epoch,
  previous: PreviousEpoch | undefined,
  money: EpochMoney,
  payouts: readonly PayoutLeaf[],
): void {
  const accounts = new Set(payouts.map((leaf) => leaf.account))
  for (const { account, cumulative } of previous?.payouts ?? []) {
    if (!accounts.has(account))
      throw fault(coreErrors.EPOCH_ACCOUNT_DROPPED, {
        file: 'payouts',
        leaf: account,
        field: 'account',
        expected: `at least ${cumulative}`,
        found: 'no leaf',
      })
  }
  compareLeaves(
    coreErrors.EPOCH_PAYOUT_WRONG,
    'payouts',
    derivePayouts(previous?.payouts ?? [], money.credits),
    payouts,
  )
  const total = (field: 'burned' | 'carriedTotal', expected: bigint) => {
    if (epoch[field] !== expected)
      throw fault(coreErrors.EPOCH_TOTAL_WRONG, { file: 'post', leaf: '', field, expected, found: epoch[field] })
  }
  total('burned', money.burned)
  total('carriedTotal', previous?.carriedTotal ?? 0n)
}
