import { createHash } from 'node:crypto'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewVerdict } from '@openledger/core/api/reviewAnswers.ts'
import { REVIEW_QUESTIONS_MAX } from '@openledger/core/api/reviewQuestions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { dataErrors } from '@openledger/data/errors.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { reviewErrors } from '@openledger/data/review/errors.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviewQuestions } from '@openledger/db/schema/reviewQuestions.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { lockReviews, type ReviewServices } from './changeReviews.ts'
import { toApiContent } from './readContents.ts'
import { timeAt } from './readReviews.ts'

type Given = { readonly content: object; readonly answer: ReviewVerdict; readonly note: string | null }

/** The id of a golden question: a UUID made of its Datanet and content, so that adding it twice is adding it once. */
function questionIdOf(datanetId: Hash32, id: Hash32): string {
  const hex = createHash('sha256').update(`${datanetId}:${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * Adds golden questions; one that was retired is asked again.
 *
 * @returns how many were new
 * @throws DATA_RECORD_INVALID, REVIEW_QUESTIONS_TOO_MANY; then none is added
 */
export async function addQuestions({ db, clock }: ReviewServices, datanetId: Hash32, given: readonly Given[]) {
  const rows = given.map(({ content, answer, note }, i) => {
    const parsed = recordContentSchema.safeParse(content)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      const what = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()
      throw new OpenLedgerError(dataErrors.DATA_RECORD_INVALID, `Golden question ${i + 1} is no record: ${what}.`)
    }
    const questionId = questionIdOf(datanetId, recordId(parsed.data))
    const createdAt = new Date(clock.now())
    return { questionId, datanetId, content: parsed.data, answer, note, createdAt }
  })
  return db.transaction(async (transaction) => {
    await lockReviews(transaction, datanetId)
    const before = await transaction.$count(reviewQuestions, asked(datanetId))
    for (const row of rows)
      await transaction
        .insert(reviewQuestions)
        .values(row)
        .onConflictDoUpdate({ target: reviewQuestions.questionId, set: { retiredAt: null } })
    const after = await transaction.$count(reviewQuestions, asked(datanetId))
    if (after > REVIEW_QUESTIONS_MAX)
      throw new OpenLedgerError(
        reviewErrors.REVIEW_QUESTIONS_TOO_MANY,
        `A Datanet asks ${REVIEW_QUESTIONS_MAX} golden questions at most.`,
      )
    return after - before
  })
}

const asked = (datanetId: Hash32) => and(eq(reviewQuestions.datanetId, datanetId), isNull(reviewQuestions.retiredAt))

/** The golden questions that a Datanet asks, with how they were answered as tasks. */
export async function readQuestions(db: Database, datanetId: Hash32) {
  const answered = sql`${reviewTasks.status} = 'answered'`
  const rows = await db
    .select({
      question: reviewQuestions,
      asked: sql`count(*) FILTER (WHERE ${answered})`.mapWith(Number),
      right: sql`count(*) FILTER (WHERE ${answered} AND ${reviewTasks.verdict} = ${reviewQuestions.answer})`.mapWith(
        Number,
      ),
    })
    .from(reviewQuestions)
    .leftJoin(reviewTasks, eq(reviewTasks.questionId, reviewQuestions.questionId))
    .where(asked(datanetId))
    .groupBy(reviewQuestions.questionId)
    .orderBy(asc(reviewQuestions.createdAt), asc(reviewQuestions.questionId))
  return rows.map(({ question: { questionId, content, answer, note }, asked: times, right }) => ({
    questionId,
    content: toApiContent(recordContentSchema.parse(content)),
    answer,
    note,
    asked: times,
    right,
  }))
}

/** Asks a golden question no longer. @throws REVIEW_QUESTION_NOT_FOUND */
export async function retireQuestion({ db, clock }: ReviewServices, datanetId: Hash32, questionId: string) {
  const retired = await db
    .update(reviewQuestions)
    .set({ retiredAt: timeAt(Math.floor(clock.now() / 1000)) })
    .where(and(eq(reviewQuestions.questionId, questionId), asked(datanetId)))
    .returning({ questionId: reviewQuestions.questionId })
  if (retired.length === 0)
    throw new OpenLedgerError(
      reviewErrors.REVIEW_QUESTION_NOT_FOUND,
      `The Datanet asks no golden question ${questionId}.`,
    )
}
