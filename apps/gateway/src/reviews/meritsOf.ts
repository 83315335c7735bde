import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { judgeAnswers } from '@openledger/data/review/judgeAnswers.ts'
import { type JudgedAnswer, type ReviewerMerit, reviewerMerit } from '@openledger/data/review/reviewerMerit.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviewQuestions } from '@openledger/db/schema/reviewQuestions.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, eq, inArray, isNotNull, lte } from 'drizzle-orm'
import { seconds, timeAt } from './readReviews.ts'

/** Answers that can be held against what turned out right, by who gave them. Read from the log of answers each time. */
async function judgedAnswers(db: Database, datanetId: Hash32, now: number): Promise<Map<Address, JudgedAnswer[]>> {
  const rows = await db
    .select({
      commitment: reviewTasks.commitment,
      questionId: reviewTasks.questionId,
      reviewer: reviewTasks.reviewer,
      said: reviewTasks.verdict,
      at: reviewTasks.answeredAt,
      golden: reviewQuestions.answer,
      verdict: reviews.verdict,
      by: reviews.decidedBy,
      decider: reviews.decider,
    })
    .from(reviewTasks)
    .leftJoin(reviews, eq(reviews.commitment, reviewTasks.commitment))
    .leftJoin(reviewQuestions, eq(reviewQuestions.questionId, reviewTasks.questionId))
    .where(
      and(
        eq(reviewTasks.datanetId, datanetId),
        eq(reviewTasks.status, 'answered'),
        inArray(reviewTasks.verdict, ['accept', 'refuse']),
        isNotNull(reviewTasks.answeredAt),
        // Before the task's time is over nothing is told: a figure that moved at once would give golden questions away.
        lte(reviewTasks.dueAt, timeAt(now)),
      ),
    )
  const things = Map.groupBy(rows, ({ commitment, questionId }) => commitment ?? questionId ?? '')
  const judged = new Map<Address, JudgedAnswer[]>()
  for (const answers of things.values()) {
    const [{ golden, verdict, by, decider } = { golden: null, verdict: null, by: null, decider: null }] = answers
    const given = answers.flatMap(({ reviewer, said, at }) =>
      (said === 'accept' || said === 'refuse') && at !== null ? [{ reviewer, said, at: seconds(at) }] : [],
    )
    for (const { reviewer, ...answer } of judgeAnswers(given, { golden, verdict, by, decider })) {
      const own = judged.get(reviewer)
      if (own === undefined) judged.set(reviewer, [answer])
      else own.push(answer)
    }
  }
  return judged
}

/** What each reviewer's answers in a Datanet are worth. @param now Unix seconds */
export async function meritsOf(db: Database, datanetId: Hash32, now: number): Promise<Map<Address, ReviewerMerit>> {
  const judged = await judgedAnswers(db, datanetId, now)
  return new Map([...judged].map(([account, answers]) => [account, reviewerMerit(answers)]))
}

/** Merit of whoever has answered nothing. */
export const NO_MERIT: ReviewerMerit = reviewerMerit([])
