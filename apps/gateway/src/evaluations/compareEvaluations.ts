import { rate } from '@openledger/core/evaluation/measureQuestions.ts'
import { signTest } from '@openledger/core/evaluation/signTest.ts'
import type { Database } from '@openledger/db/database.ts'
import { evaluationAnswers } from '@openledger/db/schema/evaluationAnswers.ts'
import { and, asc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

/** Places that are named at most. */
const NAMED = 1_000

/**
 * The adapter's answers of one evaluation against those of another, over the questions that both asked word for word.
 * A question became better where a greater share of its wordings is right.
 */
export async function compareEvaluations(db: Database, evaluationId: string, against: string) {
  const earlier = alias(evaluationAnswers, 'earlier')
  const rows = await db
    .select({
      place: evaluationAnswers.place,
      now: evaluationAnswers.adapterRight,
      of: evaluationAnswers.wordings,
      before: earlier.adapterRight,
      question: evaluationAnswers.question,
    })
    .from(evaluationAnswers)
    .innerJoin(earlier, and(eq(earlier.jobId, against), eq(earlier.question, evaluationAnswers.question)))
    .where(eq(evaluationAnswers.jobId, evaluationId))
    .orderBy(asc(evaluationAnswers.place), asc(earlier.place))
  // A question that one of them asked twice counts once.
  const once = [...Map.groupBy(rows, ({ question }) => question).values()].flatMap(([first]) => first ?? [])
  const worse = once.filter(({ now, before }) => now < before)
  const better = once.filter(({ now, before }) => now > before).length
  const share = (which: 'now' | 'before') =>
    rate(
      once.reduce((sum, row) => sum + row[which] / row.of, 0),
      once.length,
    )
  return {
    against,
    inBoth: once.length,
    before: share('before'),
    now: share('now'),
    changed: { better, worse: worse.length, p: signTest(better, worse.length) },
    worse: worse.slice(0, NAMED).map(({ place }) => place),
  }
}
