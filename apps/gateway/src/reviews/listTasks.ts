import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewTaskView } from '@openledger/core/api/reviewTasks.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { reviewQuestions } from '@openledger/db/schema/reviewQuestions.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { asc, eq } from 'drizzle-orm'
import type { ReviewServices } from './changeReviews.ts'
import { needPolicy } from './findPolicy.ts'
import { mineIn } from './leaseTasks.ts'
import { peopleOf } from './peopleOf.ts'
import { readContents, toApiContent } from './readContents.ts'
import { seconds } from './readReviews.ts'
import { requireReviewer } from './requireReviewer.ts'

/**
 * The tasks that an account may answer now, with their contents: those of its own tasks and no others, and only while it
 * may review.
 *
 * @throws DATANET_NOT_FOUND, REVIEW_NOT_SET, and as `requireReviewer`
 */
export async function listTasks(
  { db, clock, contents: sealed }: ReviewServices,
  datanetId: Hash32,
  reviewer: Address,
): Promise<ReviewTaskView[]> {
  const people = await peopleOf(db, datanetId)
  const policy = await needPolicy(db, datanetId)
  await requireReviewer({ db, datanetId, policy, people }, reviewer)
  const now = Math.floor(clock.now() / 1000)
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
