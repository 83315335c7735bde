import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewCounts } from '@openledger/core/api/reviews.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { count, eq } from 'drizzle-orm'

/** How many records of a Datanet stand where in their review. */
export async function countReviews(db: Database, datanetId: Hash32): Promise<ReviewCounts> {
  const rows = await db
    .select({ stage: reviews.stage, verdict: reviews.verdict, records: count() })
    .from(reviews)
    .where(eq(reviews.datanetId, datanetId))
    .groupBy(reviews.stage, reviews.verdict)
  const sum = (is: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(is).reduce((total, { records }) => total + records, 0)
  const isOver = (stage: string) => stage === 'settled' || stage === 'final'
  return {
    open: sum(({ stage }) => stage === 'open'),
    adjudication: sum(({ stage }) => stage === 'adjudication'),
    appealed: sum(({ stage }) => stage === 'appealed'),
    accepted: sum(({ stage, verdict }) => isOver(stage) && verdict === 'accept'),
    refused: sum(({ stage, verdict }) => isOver(stage) && verdict === 'refuse'),
  }
}
