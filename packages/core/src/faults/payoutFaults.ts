import type { CreditLeaf } from '../leaves/creditLeaf.ts'
import type { PayoutLeaf } from '../leaves/payoutLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { compareText, findPlace } from './findPlace.ts'
import type { FoundFault, Place } from './foundFault.ts'

/** Where an account stands in payouts. */
const placeOf = (payouts: readonly PayoutLeaf[], account: Address): Place =>
  findPlace(payouts, (leaf) => compareText(leaf.account, account))

/** Where an account's last credit stands; if it has none, the index of the first credit above the account. */
function lastCreditOf(credits: readonly CreditLeaf[], account: Address): Place {
  const above = findPlace(credits, (leaf) => (leaf.account > account ? 1 : -1))
  const gap = above.found ? above.leaf : above.gap
  return credits[gap - 1]?.account === account ? { found: true, leaf: gap - 1 } : { found: false, gap }
}

/**
 * Faults of payouts against the epoch before and the credits: an account whose cumulative fell or that is gone, a
 * running sum that does not follow, an account whose payout did not rise by exactly its credits.
 * @param previous payouts of the epoch before, empty for the first
 */
export function findPayoutFaults(
  leaves: { readonly credits: readonly CreditLeaf[]; readonly payouts: readonly PayoutLeaf[] },
  previous: readonly PayoutLeaf[],
): FoundFault[] {
  const { credits, payouts } = leaves
  const found: FoundFault[] = []
  for (const [before, { account, cumulative }] of previous.entries()) {
    const place = placeOf(payouts, account)
    if (!place.found) found.push({ kind: 'ACCOUNT_DROPPED', before, gap: place.gap })
    else if ((payouts[place.leaf]?.cumulative ?? 0n) < cumulative)
      found.push({ kind: 'CUMULATIVE_FELL', leaf: place.leaf, before })
  }
  for (const [leaf, credit] of credits.entries()) {
    const last = credits[leaf - 1]
    const base = last?.account === credit.account ? last.runningSum : 0n
    if (credit.runningSum !== base + credit.amount) found.push({ kind: 'RUNNING_SUM_WRONG', leaf })
  }
  for (const account of new Set([...payouts, ...credits].map((leaf) => leaf.account))) {
    const payout = placeOf(payouts, account)
    const before = placeOf(previous, account)
    const credit = lastCreditOf(credits, account)
    if (!payout.found) {
      if (credit.found) found.push({ kind: 'PAYOUT_MISSING', credit: credit.leaf, gap: payout.gap })
      continue
    }
    const paid = payouts[payout.leaf]?.cumulative ?? 0n
    const had = before.found ? (previous[before.leaf]?.cumulative ?? 0n) : 0n
    if (!credit.found) {
      if (paid !== had || !before.found)
        found.push({ kind: 'PAYOUT_UNCREDITED', leaf: payout.leaf, before, gap: credit.gap })
    } else if (paid !== had + (credits[credit.leaf]?.runningSum ?? 0n)) {
      found.push({ kind: 'PAYOUT_WRONG', leaf: payout.leaf, before, lastCredit: credit.leaf })
    }
  }
  return found
}
