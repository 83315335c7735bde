import type { CreditLeaf } from '../leaves/creditLeaf.ts'
import type { PayoutLeaf } from '../leaves/payoutLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { compareText, findPlace } from './findPlace.ts'
import type { FoundFault, Place } from './foundFault.ts'

const placeOf = (payouts: readonly PayoutLeaf[], account: Address): Place =>
  findPlace(payouts, (leaf) => compareText(leaf.account, account))

/** Where an account's last credit stands; if it has none, the index of the first credit above the account. */
export function lastCreditOf(credits: readonly CreditLeaf[], account: Address): Place {
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
  for (const [previousLeaf, { account, cumulative }] of previous.entries()) {
    const place = placeOf(payouts, account)
    if (!place.found) found.push({ fault: 'accountDropped', previousLeaf, gap: place.gap })
    else if ((payouts[place.leaf]?.cumulative ?? 0n) < cumulative)
      found.push({ fault: 'payoutFell', leaf: place.leaf, previousLeaf })
  }
  for (const [leaf, credit] of credits.entries()) {
    const before = credits[leaf - 1]
    const base = before?.account === credit.account ? before.runningSum : 0n
    if (credit.runningSum !== base + credit.amount) found.push({ fault: 'runningSumWrong', leaf })
  }
  const accounts = new Set([...payouts, ...credits].map((leaf) => leaf.account))
  for (const account of accounts) {
    const payout = placeOf(payouts, account)
    const before = placeOf(previous, account)
    const credit = lastCreditOf(credits, account)
    const paid = payout.found ? (payouts[payout.leaf]?.cumulative ?? 0n) : 0n
    const had = before.found ? (previous[before.leaf]?.cumulative ?? 0n) : 0n
    const credited = credit.found ? (credits[credit.leaf]?.runningSum ?? 0n) : 0n
    // An account that is gone altogether is named above.
    if (!payout.found && before.found) continue
    if (paid - had !== credited)
      found.push({ fault: 'payoutNotCredited', account, payout, previous: before, credit })
  }
  return found
}
