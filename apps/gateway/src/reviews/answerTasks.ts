import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewAnswer } from '@openledger/core/api/reviewAnswers.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { answerTask, takeAnswer } from '@openledger/data/review/answerTask.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, eq } from 'drizzle-orm'
import { changeReviews, type ReviewContext, type ReviewServices } from './changeReviews.ts'
import { readReviews, timeAt, toTask } from './readReviews.ts'
import { requireReviewer } from './requireReviewer.ts'
import { saveReview } from './saveReview.ts'

type Given = { readonly taskId: string; readonly answer: ReviewAnswer }
/** What became of one answer. */
export type AnswerResult = {
  readonly taskId: string
  readonly taken: boolean
  readonly code: string | null
  readonly message: string | null
}

/**
 * Takes an account's answers, each for itself: one that comes too late doesn't keep the others out.
 *
 * @throws REVIEW_NOT_SET, and as `requireReviewer`
 */
export async function answerTasks(
  services: ReviewServices,
  datanetId: Hash32,
  reviewer: Address,
  answers: readonly Given[],
): Promise<AnswerResult[]> {
  return changeReviews(services, datanetId, async (context) => {
    await requireReviewer(context, reviewer)
    const results: AnswerResult[] = []
    for (const given of answers) {
      const { taskId } = given
      try {
        await answerOne(context, reviewer, given)
        results.push({ taskId, taken: true, code: null, message: null })
      } catch (error) {
        // Rules refuse before anything is written.
        if (!(error instanceof OpenLedgerError)) throw error
        results.push({ taskId, taken: false, code: error.code, message: error.message })
      }
    }
    return results
  })
}

async function answerOne(context: ReviewContext, reviewer: Address, { taskId, answer }: Given): Promise<void> {
  const { db, datanetId, policy, people, now } = context
  const own = and(eq(reviewTasks.taskId, taskId), eq(reviewTasks.datanetId, datanetId))
  const [row] = await db.select().from(reviewTasks).where(own)
  if (row !== undefined && row.commitment !== null) {
    const [review] = await readReviews(db, [row.commitment])
    if (review === undefined) throw new Error(`Task ${taskId} has no review`)
    const after = answerTask(review, policy, people, { taskId, reviewer, answer, now })
    return saveReview(db, datanetId, review, after, now)
  }
  const { isNew } = takeAnswer(row && toTask(row), { reviewer, answer, now })
  if (isNew)
    await db
      .update(reviewTasks)
      .set({ status: 'answered', ...answer, answeredAt: timeAt(now) })
      .where(eq(reviewTasks.taskId, taskId))
}
