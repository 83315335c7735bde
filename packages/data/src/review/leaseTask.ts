import type { Address } from '@openledger/core/api/primitives.ts'
import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from './errors.ts'
import type { Review } from './review.ts'

/**
 * Gives a reviewer a turn at a record. Nobody gets a second turn, not even after the first ran out; never more turns
 * are open or answered than the record needs.
 *
 * @param lease.now Unix seconds
 * @throws REVIEW_OWN_RECORD, REVIEW_TASK_TAKEN
 */
export function leaseTask(
  review: Review,
  policy: ReviewPolicy,
  lease: { readonly taskId: string; readonly reviewer: Address; readonly now: number },
): Review {
  const { taskId, reviewer, now } = lease
  if (reviewer === review.contributor)
    throw new OpenLedgerError(reviewErrors.REVIEW_OWN_RECORD, `${reviewer} contributed this record.`)
  const live = review.tasks.filter(({ status }) => status !== 'expired')
  const expired = review.tasks.length - live.length
  const isOver = expired >= policy.expiriesMax || now >= review.openedAt + policy.waitSeconds
  if (
    review.stage !== 'open' ||
    isOver ||
    live.length >= policy.reviews ||
    review.tasks.some((task) => task.reviewer === reviewer)
  )
    throw new OpenLedgerError(reviewErrors.REVIEW_TASK_TAKEN, 'The record needs no review by this account.')
  const task = {
    taskId,
    reviewer,
    status: 'leased' as const,
    dueAt: now + policy.leaseSeconds,
    answer: null,
    answeredAt: null,
  }
  return { ...review, tasks: [...review.tasks, task] }
}
