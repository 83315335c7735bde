import { randomUUID } from 'node:crypto'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { leaseTask } from '@openledger/data/review/leaseTask.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, eq, gt } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { changeReviews, type ReviewContext, type ReviewServices } from './changeReviews.ts'
import { keyedDraw } from './keyedDraw.ts'
import { oldestOpenTo } from './openRecords.ts'
import { openReviews } from './openReviews.ts'
import { readReviews, timeAt } from './readReviews.ts'
import { requireAnswers } from './requireAnswers.ts'
import { requireReviewer } from './requireReviewer.ts'
import { saveReview } from './saveReview.ts'
import { sweepDatanet } from './sweepReviews.ts'
import { unseenQuestions } from './unseenQuestions.ts'

/** The oldest records among which a task is drawn: nobody can choose, and nothing is left behind. */
const POOL = 200

type Services = ReviewServices & Pick<GatewayServices, 'sealingSecret'>

/**
 * Fills an account's tasks up to a number. Which record comes, and whether a golden question comes instead, is drawn
 * with the gateway's secret: without it nobody can tell, and asking again gives the same.
 *
 * @throws REVIEW_NOT_SET, REVIEW_TASKS_WASTED, and as `requireReviewer`
 */
export async function leaseTasks(
  services: Services,
  datanetId: Hash32,
  reviewer: Address,
  upTo: number,
): Promise<void> {
  await changeReviews(services, datanetId, async (context) => {
    await requireReviewer(context, reviewer)
    await sweepDatanet(context)
    await requireAnswers(context, reviewer)
    const open = await context.db.$count(reviewTasks, mineIn(context, reviewer))
    const wanted = upTo - open
    if (wanted <= 0) return
    let pool = await oldestOpenTo(context, reviewer, POOL)
    if (pool.length < wanted && (await openReviews(context)) > 0) pool = await oldestOpenTo(context, reviewer, POOL)
    await giveTasks(context, services.sealingSecret, reviewer, pool, wanted)
  })
}

/** An account's tasks that it may still answer. */
export function mineIn({ datanetId, now }: Pick<ReviewContext, 'datanetId' | 'now'>, reviewer: Address) {
  return and(
    eq(reviewTasks.datanetId, datanetId),
    eq(reviewTasks.reviewer, reviewer),
    eq(reviewTasks.status, 'leased'),
    gt(reviewTasks.dueAt, timeAt(now)),
  )
}

async function giveTasks(
  context: ReviewContext,
  secret: Uint8Array,
  reviewer: Address,
  pool: readonly Hash32[],
  wanted: number,
): Promise<void> {
  const { db, datanetId, policy, people, now } = context
  const mine = and(eq(reviewTasks.datanetId, datanetId), eq(reviewTasks.reviewer, reviewer))
  let number = await db.$count(reviewTasks, mine)
  // The owner made the golden questions.
  const questions = reviewer === people.owner ? [] : await unseenQuestions(context, reviewer)
  const draw = (...words: string[]) => keyedDraw(secret, datanetId, reviewer, ...words)
  const drawn = pool.map((commitment) => ({ commitment, place: draw(commitment) })).sort((a, b) => a.place - b.place)
  const chosen = await readReviews(
    db,
    drawn.slice(0, wanted).map(({ commitment }) => commitment),
  )
  // A golden question comes in place of a record, never where there is none: it would be known by that.
  for (const review of chosen) {
    number += 1
    const taskId = randomUUID()
    const isGolden = draw('golden', String(number)) % 10_000 < policy.goldenShareBps
    const question = isGolden ? questions.splice(draw('question', String(number)) % questions.length, 1)[0] : undefined
    if (question !== undefined) await giveQuestion(context, { taskId, reviewer, questionId: question })
    else await saveReview(db, datanetId, review, leaseTask(review, policy, { taskId, reviewer, now }), now)
  }
}

async function giveQuestion(
  { db, datanetId, policy, now }: ReviewContext,
  task: { readonly taskId: string; readonly reviewer: Address; readonly questionId: string },
): Promise<void> {
  const dueAt = timeAt(now + policy.leaseSeconds)
  await db.insert(reviewTasks).values({ ...task, datanetId, status: 'leased', leasedAt: timeAt(now), dueAt })
}
