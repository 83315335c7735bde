import type { Address } from '@openledger/core/api/primitives.ts'
import type { ReviewerMerit } from '@openledger/data/review/reviewerMerit.ts'

/** Judged answers that it takes to be on the board: fewer say too little. */
export const JUDGED_MIN = 10
const PLACES = 100

/** Reviewers by quality; of two as good, the one with more right of all; then by account, so that places never swap. */
export function leaderboard(merits: ReadonlyMap<Address, ReviewerMerit>): (ReviewerMerit & { account: Address })[] {
  return [...merits]
    .filter(([, { judged, qualityBps }]) => judged >= JUDGED_MIN && qualityBps > 0)
    .map(([account, merit]) => ({ account, ...merit }))
    .sort(
      (a, b) =>
        b.qualityBps - a.qualityBps || b.right / b.judged - a.right / a.judged || (a.account < b.account ? -1 : 1),
    )
    .slice(0, PLACES)
}
