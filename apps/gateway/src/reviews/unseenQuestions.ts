import type { Address } from '@openledger/core/api/primitives.ts'
import { reviewQuestions } from '@openledger/db/schema/reviewQuestions.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { reviewTests } from '@openledger/db/schema/reviewTests.ts'
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { ReviewContext } from './changeReviews.ts'

/** Ids of a test's questions, as its row has them. */
export const testQuestionsSchema = z.array(z.uuid())

/** Golden questions that an account has met neither as a task nor in a test, the oldest first. */
export async function unseenQuestions(
  { db, datanetId }: Pick<ReviewContext, 'db' | 'datanetId'>,
  account: Address,
): Promise<string[]> {
  const all = await db
    .select({ questionId: reviewQuestions.questionId })
    .from(reviewQuestions)
    .where(and(eq(reviewQuestions.datanetId, datanetId), isNull(reviewQuestions.retiredAt)))
    .orderBy(asc(reviewQuestions.createdAt), asc(reviewQuestions.questionId))
  const asked = await db
    .select({ questionId: reviewTasks.questionId })
    .from(reviewTasks)
    .where(
      and(eq(reviewTasks.datanetId, datanetId), eq(reviewTasks.reviewer, account), isNotNull(reviewTasks.questionId)),
    )
  const tested = await db
    .select({ questions: reviewTests.questions })
    .from(reviewTests)
    .where(and(eq(reviewTests.datanetId, datanetId), eq(reviewTests.account, account)))
  const seen = new Set<string | null>(asked.map(({ questionId }) => questionId))
  for (const { questions } of tested) for (const id of testQuestionsSchema.parse(questions)) seen.add(id)
  return all.map(({ questionId }) => questionId).filter((questionId) => !seen.has(questionId))
}
