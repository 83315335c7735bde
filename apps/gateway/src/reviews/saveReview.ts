import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Review } from '@openledger/data/review/review.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviewEvents } from '@openledger/db/schema/reviewEvents.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { eq } from 'drizzle-orm'
import { eventsBetween } from './eventsBetween.ts'
import { timeAt } from './readReviews.ts'

const timeOrNull = (at: number | null | undefined) => (at === null || at === undefined ? null : timeAt(at))

/**
 * Writes what a review became: its row, the tasks that changed, the steps that led there.
 *
 * @param db a transaction that holds the Datanet's review lock, in which `before` was read
 * @param now Unix seconds
 */
export async function saveReview(
  db: Database,
  datanetId: Hash32,
  before: Review,
  after: Review,
  now: number,
): Promise<void> {
  if (after === before) return
  const { commitment, outcome } = after
  for (const task of after.tasks) {
    const old = before.tasks.find(({ taskId }) => taskId === task.taskId)
    if (old === task) continue
    const { taskId, reviewer, status, answer } = task
    const changing = {
      status,
      verdict: answer?.verdict ?? null,
      reason: answer?.reason ?? null,
      note: answer?.note ?? null,
      answeredAt: timeOrNull(task.answeredAt),
    }
    if (old === undefined)
      await db.insert(reviewTasks).values({
        taskId,
        datanetId,
        commitment,
        reviewer,
        leasedAt: timeAt(now),
        dueAt: timeAt(task.dueAt),
        ...changing,
      })
    else await db.update(reviewTasks).set(changing).where(eq(reviewTasks.taskId, taskId))
  }
  await db
    .update(reviews)
    .set({
      stage: after.stage,
      desk: after.desk,
      deskSince: timeOrNull(after.deskSince),
      agreementBps: after.agreementBps,
      verdict: outcome?.verdict ?? null,
      decidedBy: outcome?.by ?? null,
      decider: outcome?.account ?? null,
      reason: outcome?.reason ?? null,
      note: outcome?.note ?? null,
      decidedAt: timeOrNull(outcome?.at),
      appealedAt: timeOrNull(after.appeal?.at),
      appeal: after.appeal?.words ?? null,
      deciders: after.deciders,
      ...countTasks(after),
    })
    .where(eq(reviews.commitment, commitment))
  const events = eventsBetween(before, after)
  if (events.length > 0)
    await db.insert(reviewEvents).values(events.map((event) => ({ ...event, commitment, datanetId, at: timeAt(now) })))
}

function countTasks({ tasks }: Review) {
  const of = (is: (status: string) => boolean) => tasks.filter(({ status }) => is(status)).length
  return {
    live: of((status) => status !== 'expired'),
    answered: of((status) => status === 'answered'),
    expired: of((status) => status === 'expired'),
  }
}
