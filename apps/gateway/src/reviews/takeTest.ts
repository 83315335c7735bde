import { randomUUID } from 'node:crypto'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import { reviewQuestions } from '@openledger/db/schema/reviewQuestions.ts'
import { reviewTests } from '@openledger/db/schema/reviewTests.ts'
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { GatewayServices } from '../gatewayServices.ts'
import { changeReviews, type ReviewContext, type ReviewServices } from './changeReviews.ts'
import { keyedDraw } from './keyedDraw.ts'
import { toApiContent } from './readContents.ts'
import { seconds, timeAt } from './readReviews.ts'
import { requireCandidate } from './requireReviewer.ts'
import { testQuestionsSchema, unseenQuestions } from './unseenQuestions.ts'

/** The newest test that an account took in a Datanet, and when a failed one may be taken again (Unix seconds). */
export async function newestTest(
  { db, datanetId, policy }: Pick<ReviewContext, 'db' | 'datanetId' | 'policy'>,
  account: Address,
) {
  const [row] = await db
    .select()
    .from(reviewTests)
    .where(and(eq(reviewTests.datanetId, datanetId), eq(reviewTests.account, account)))
    .orderBy(desc(reviewTests.startedAt))
    .limit(1)
  const retryAt =
    row?.status === 'failed' && row.endedAt !== null ? seconds(row.endedAt) + policy.testRetrySeconds : null
  return { row, retryAt }
}

/**
 * Begins an account's test, or gives the open one again. Its questions are drawn from those that the account has not
 * met: a test that was failed is not asked again.
 *
 * @throws REVIEW_NOT_SET, REVIEW_TEST_WAIT, REVIEW_TEST_MISSING, REVIEW_TEST_CLOSED (passed), and as `requireCandidate`
 */
export async function beginTest(
  services: Pick<GatewayServices, 'db' | 'clock' | 'contents' | 'sealingSecret'>,
  datanetId: Hash32,
  account: Address,
) {
  return changeReviews(services, datanetId, async (context) => {
    const { db, policy, now } = context
    await requireCandidate(context, account)
    const { row, retryAt } = await newestTest(context, account)
    if (row?.status === 'open') return showTest(context, row.testId, testQuestionsSchema.parse(row.questions))
    if (row?.status === 'passed') throw new OpenLedgerError(reviewErrors.REVIEW_TEST_CLOSED, 'The test is passed.')
    if (retryAt !== null && now < retryAt)
      throw new OpenLedgerError(
        reviewErrors.REVIEW_TEST_WAIT,
        `The test may be taken again from ${timeAt(retryAt).toISOString()} on.`,
        { details: { retryAt } },
      )
    const unseen = await unseenQuestions(context, account)
    if (policy.testQuestions === 0 || unseen.length < policy.testQuestions)
      throw new OpenLedgerError(
        reviewErrors.REVIEW_TEST_MISSING,
        `A test has ${policy.testQuestions} golden questions, and ${unseen.length} are left that this account has not seen.`,
      )
    const place = new Map(unseen.map((id) => [id, keyedDraw(services.sealingSecret, datanetId, account, 'test', id)]))
    const drawn = unseen.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)).slice(0, policy.testQuestions)
    const testId = randomUUID()
    await db
      .insert(reviewTests)
      .values({ testId, datanetId, account, questions: drawn, status: 'open', startedAt: timeAt(now) })
    return showTest(context, testId, drawn)
  })
}

async function questionsOf({ db }: Pick<ReviewContext, 'db'>, ids: readonly string[]) {
  const rows = await db
    .select()
    .from(reviewQuestions)
    .where(inArray(reviewQuestions.questionId, [...ids]))
  return ids.map((id) => {
    const row = rows.find(({ questionId }) => questionId === id)
    if (row === undefined) throw new Error(`Golden question ${id} is gone`)
    return row
  })
}

async function showTest(context: ReviewContext, testId: string, ids: readonly string[]) {
  const rows = await questionsOf(context, ids)
  return { testId, questions: rows.map(({ content }) => toApiContent(recordContentSchema.parse(content))) }
}

/**
 * Ends a test. How many were right is told, which ones is not. The same answers again give the same result.
 *
 * @throws REVIEW_NOT_SET, REVIEW_TEST_CLOSED, REVIEW_TEST_INCOMPLETE
 */
export async function endTest(
  services: ReviewServices,
  datanetId: Hash32,
  account: Address,
  given: { readonly testId: string; readonly answers: readonly ReviewVerdict[] },
) {
  return changeReviews(services, datanetId, async ({ db, policy, now, ...context }) => {
    const { row, retryAt } = await newestTest({ db, policy, ...context }, account)
    if (row === undefined || row.testId !== given.testId)
      throw new OpenLedgerError(reviewErrors.REVIEW_TEST_CLOSED, 'The account has no such test.')
    const ids = testQuestionsSchema.parse(row.questions)
    if (row.status !== 'open') {
      if (JSON.stringify(row.answers) !== JSON.stringify(given.answers))
        throw new OpenLedgerError(reviewErrors.REVIEW_TEST_CLOSED, `This test is ${row.status}.`)
      return { passed: row.status === 'passed', right: row.right ?? 0, questions: ids.length, retryAt }
    }
    if (given.answers.length !== ids.length)
      throw new OpenLedgerError(
        reviewErrors.REVIEW_TEST_INCOMPLETE,
        `The test has ${ids.length} questions; ${given.answers.length} were answered.`,
      )
    const questions = await questionsOf({ db }, ids)
    const right = questions.filter(({ answer }, i) => answer === given.answers[i]).length
    const passed = right * 10_000 >= policy.testPassBps * ids.length
    await db
      .update(reviewTests)
      .set({ answers: given.answers, right, status: passed ? 'passed' : 'failed', endedAt: timeAt(now) })
      .where(eq(reviewTests.testId, row.testId))
    return { passed, right, questions: ids.length, retryAt: passed ? null : now + policy.testRetrySeconds }
  })
}
