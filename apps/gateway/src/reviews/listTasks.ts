import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewTaskView } from '@openledger/core/api/reviewTasks.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { reviewQuestions } from '@openledger/db/schema/reviewQuestions.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { asc, eq } from 'drizzle-orm'
import type { ReviewServices } from './changeReviews.ts'
import { findPolicy } from './findPolicy.ts'
import { mineIn } from './leaseTasks.ts'
import { peopleOf } from './peopleOf.ts'
import { readContents, toApiContent } from './readContents.ts'
import { seconds } from './readReviews.ts'
import { reviewerRefusal } from './requireReviewer.ts'

/**
 * The tasks that an account may answer now, with their contents: those of its own tasks and no others. Who may not review
 * any more, off the list or without its test, reads no more either.
 */
export async function listTasks(
  { db, clock, contents: sealed }: ReviewServices,
  datanetId: Hash32,
  reviewer: Address,
): Promise<ReviewTaskView[]> {
  const now = Math.floor(clock.now() / 1000)
  const policy = await findPolicy(db, datanetId)
  const asked = policy && { db, datanetId, policy, people: await peopleOf(db, datanetId) }
  if (asked === undefined || (await reviewerRefusal(asked, reviewer)) !== null) return []
  const rows = await db
    .select({ task: reviewTasks, question: reviewQuestions.content })
    .from(reviewTasks)
    .leftJoin(reviewQuestions, eq(reviewQuestions.questionId, reviewTasks.questionId))
    .where(mineIn({ datanetId, now }, reviewer))
    .orderBy(asc(reviewTasks.leasedAt), asc(reviewTasks.taskId))
  const contents = await readContents(
    { db, contents: sealed },
    { datanetId, account: reviewer, right: 'reviewer' },
    rows.flatMap(({ task }) => (task.commitment === null ? [] : [task.commitment])),
  )
  return rows.flatMap(({ task, question }) => {
    const { taskId, commitment } = task
    // A record that its author took back meanwhile has no content any more.
    const content = commitment === null ? recordContentSchema.parse(question) : contents.get(commitment)
    return content === undefined ? [] : [{ taskId, content: toApiContent(content), dueAt: seconds(task.dueAt) }]
  })
}
