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

type Merits = Promise<Map<Address, ReviewerMerit>>
/** What was read a moment ago, by database and Datanet: many people look at the same figures. */
const remembered = new WeakMap<Database, Map<Hash32, { readonly at: number; readonly merits: Merits }>>()
/** How old a figure may be. */
const FRESH_s = 5

/** What each reviewer's answers in a Datanet are worth, as of a few seconds ago. @param now Unix seconds */
export async function meritsOf(db: Database, datanetId: Hash32, now: number): Merits {
  const known = remembered.get(db) ?? new Map<Hash32, { readonly at: number; readonly merits: Merits }>()
  remembered.set(db, known)
  const before = known.get(datanetId)
  if (before !== undefined && now >= before.at && now < before.at + FRESH_s) return before.merits
  const merits = readMerits(db, datanetId, now)
  known.set(datanetId, { at: now, merits })
  // What failed is asked again.
  merits.catch(() => known.delete(datanetId))
  return merits
}

async function readMerits(db: Database, datanetId: Hash32, now: number): Merits {
  const judged = await judgedAnswers(db, datanetId, now)
  return new Map([...judged].map(([account, answers]) => [account, reviewerMerit(answers)]))
}

/** Merit of whoever has answered nothing. */
export const NO_MERIT: ReviewerMerit = reviewerMerit([])
