import type { Address } from '@openledger/core/api/primitives.ts'
import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from './errors.ts'
import type { Review, ReviewPeople } from './review.ts'
import { sendToDesk } from './settleReview.ts'

/** Until when a refusal may be appealed (Unix seconds); undefined where it can't be. */
export function appealEnd(review: Review, policy: ReviewPolicy): number | undefined {
  const { stage, outcome, appeal } = review
  if (stage !== 'settled' || outcome?.verdict !== 'refuse' || appeal !== null) return undefined
  return outcome.at + policy.appealSeconds
}

/**
 * A contributor's appeal against a refusal.
 *
 * @param given.now Unix seconds
 * @throws REVIEW_FORBIDDEN, REVIEW_APPEAL_IMPOSSIBLE
 */
export function appealReview(
  review: Review,
  policy: ReviewPolicy,
  people: ReviewPeople,
  given: { readonly account: Address; readonly words: string; readonly now: number },
): Review {
  if (given.account !== review.contributor)
    throw new OpenLedgerError(reviewErrors.REVIEW_FORBIDDEN, `Only its contributor ${review.contributor} appeals.`)
  const end = appealEnd(review, policy)
  if (end === undefined || given.now >= end)
    throw new OpenLedgerError(
      reviewErrors.REVIEW_APPEAL_IMPOSSIBLE,
      end === undefined ? 'There is no refusal here that was not appealed yet.' : 'The time to appeal has passed.',
    )
  return sendToDesk({ ...review, stage: 'appealed', appeal: { at: given.now, words: given.words } }, people, given.now)
}
