import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewCounts } from '@openledger/core/api/reviews.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { and, count, eq } from 'drizzle-orm'
import { passedChecks } from './openReviews.ts'

/** How many records of a Datanet stand where in their review; what its author took back counts no longer. */
export async function countReviews(db: Database, datanetId: Hash32): Promise<ReviewCounts> {
  const rows = await db
    .select({ stage: reviews.stage, verdict: reviews.verdict, number: count() })
    .from(reviews)
    .innerJoin(records, eq(records.commitment, reviews.commitment))
    .where(and(eq(reviews.datanetId, datanetId), passedChecks))
    .groupBy(reviews.stage, reviews.verdict)
  const sum = (is: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(is).reduce((total, { number }) => total + number, 0)
  const isOver = (stage: string) => stage === 'settled' || stage === 'final'
  return {
    open: sum(({ stage }) => stage === 'open'),
    adjudication: sum(({ stage }) => stage === 'adjudication'),
    appealed: sum(({ stage }) => stage === 'appealed'),
    accepted: sum(({ stage, verdict }) => isOver(stage) && verdict === 'accept'),
    refused: sum(({ stage, verdict }) => isOver(stage) && verdict === 'refuse'),
  }
}
