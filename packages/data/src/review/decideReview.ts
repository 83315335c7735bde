import type { Address } from '@openledger/core/api/primitives.ts'
import type { ReviewDecision } from '@openledger/core/api/reviewAnswers.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from './errors.ts'
import type { Review, ReviewPeople } from './review.ts'
import { isInvolved } from './settleReview.ts'

/**
 * Decides a record whose reviews did not, or an appeal. Curators and the owner may, unless the record is theirs or they
 * had a say in it before; once it lies before the owner, the owner may all the same: there is nobody else.
 *
 * @param given.now Unix seconds
 * @throws REVIEW_FORBIDDEN, REVIEW_OWN_RECORD, REVIEW_NOTHING_TO_DECIDE, REVIEW_DECIDER_INVOLVED
 */
export function decideReview(
  review: Review,
  people: ReviewPeople,
  given: { readonly account: Address; readonly decision: ReviewDecision; readonly now: number },
): Review {
  const { account, decision, now } = given
  const isOwner = account === people.owner
  if (!isOwner && !people.curators.includes(account))
    throw new OpenLedgerError(reviewErrors.REVIEW_FORBIDDEN, 'Only the Datanet’s curators and its owner decide.')
  if (account === review.contributor)
    throw new OpenLedgerError(reviewErrors.REVIEW_OWN_RECORD, `${account} contributed this record.`)
  if (review.stage !== 'adjudication' && review.stage !== 'appealed')
    throw new OpenLedgerError(reviewErrors.REVIEW_NOTHING_TO_DECIDE, `The record’s review is ${review.stage}.`)
  if (isInvolved(review, account) && !(isOwner && review.desk === 'owner'))
    throw new OpenLedgerError(reviewErrors.REVIEW_DECIDER_INVOLVED, `${account} had a say in this record before.`)
  const isAppeal = review.stage === 'appealed'
  return {
    ...review,
    stage: isAppeal ? 'final' : 'settled',
    desk: null,
    deskSince: null,
    deciders: [...review.deciders, account],
    outcome: { ...decision, by: isAppeal ? 'appeal' : 'adjudicator', account, at: now },
  }
}
