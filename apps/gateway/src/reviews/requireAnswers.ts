import type { Address } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, count, eq, gt } from 'drizzle-orm'
import type { ReviewContext } from './changeReviews.ts'
import { timeAt } from './readReviews.ts'

const DAY_s = 86_400
/** Tasks that may run out in a day, whatever was answered. */
const WASTED_MAX = 20

/**
 * Keeps an account from taking tasks and leaving them, to read all records or to have them all put before the owner:
 * with more than {@link WASTED_MAX} that ran out within a day and fewer answered, it waits.
 *
 * @throws REVIEW_TASKS_WASTED
 */
export async function requireAnswers({ db, datanetId, now }: ReviewContext, reviewer: Address): Promise<void> {
  const rows = await db
    .select({ status: reviewTasks.status, tasks: count() })
    .from(reviewTasks)
    .where(
      and(
        eq(reviewTasks.datanetId, datanetId),
        eq(reviewTasks.reviewer, reviewer),
        gt(reviewTasks.leasedAt, timeAt(now - DAY_s)),
      ),
    )
    .groupBy(reviewTasks.status)
  const of = (status: string) => rows.find((row) => row.status === status)?.tasks ?? 0
  if (of('expired') > WASTED_MAX && of('answered') < of('expired'))
    throw new OpenLedgerError(
      reviewErrors.REVIEW_TASKS_WASTED,
      `${of('expired')} tasks of ${reviewer} ran out within a day, and ${of('answered')} were answered.`,
    )
}
