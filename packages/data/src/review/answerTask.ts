import type { Address } from '@openledger/core/api/primitives.ts'
import type { ReviewAnswer } from '@openledger/core/api/reviewAnswers.ts'
import type { ReviewPolicy } from '@openledger/core/api/reviewPolicy.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from './errors.ts'
import type { Review, ReviewPeople, ReviewTask } from './review.ts'
import { settleReview } from './settleReview.ts'

/** What a task becomes by its reviewer's answer, and whether that is new: the same answer again changes nothing. */
export type Answered<T> = { readonly task: T; readonly isNew: boolean }

/**
 * Answers one turn, of a record or of a golden question alike.
 *
 * @param given.now Unix seconds
 * @throws REVIEW_TASK_NOT_FOUND (somebody else's too), REVIEW_TASK_LATE, REVIEW_TASK_ANSWERED
 */
export function takeAnswer<T extends Pick<ReviewTask, 'reviewer' | 'status' | 'dueAt' | 'answer' | 'answeredAt'>>(
  task: T | undefined,
  given: { readonly reviewer: Address; readonly answer: ReviewAnswer; readonly now: number },
): Answered<T> {
  const { reviewer, answer, now } = given
  if (task === undefined || task.reviewer !== reviewer)
    throw new OpenLedgerError(reviewErrors.REVIEW_TASK_NOT_FOUND, `${reviewer} has no such task.`)
  if (task.status === 'answered') {
    const { answer: before } = task
    if (before?.verdict === answer.verdict && before.reason === answer.reason && before.note === answer.note)
      return { task, isNew: false }
    throw new OpenLedgerError(reviewErrors.REVIEW_TASK_ANSWERED, `This task was answered: ${before?.verdict}.`)
  }
  if (task.status === 'expired' || now >= task.dueAt)
    throw new OpenLedgerError(reviewErrors.REVIEW_TASK_LATE, 'The time for this task has run out.')
  return { task: { ...task, status: 'answered', answer, answeredAt: now }, isNew: true }
}

/** Takes an answer into a record's review, which has its outcome with the last one. @throws as {@link takeAnswer} */
export function answerTask(
  review: Review,
  policy: ReviewPolicy,
  people: ReviewPeople,
  given: { readonly taskId: string; readonly reviewer: Address; readonly answer: ReviewAnswer; readonly now: number },
): Review {
  const before = review.tasks.find(({ taskId }) => taskId === given.taskId)
  const { task, isNew } = takeAnswer(before, given)
  if (!isNew) return review
  const tasks = review.tasks.map((other) => (other === before ? task : other))
  return settleReview({ ...review, tasks }, policy, people, given.now)
}
