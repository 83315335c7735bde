import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { krippendorffAlpha } from '@openledger/data/review/krippendorffAlpha.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviewTasks } from '@openledger/db/schema/reviewTasks.ts'
import { and, count, eq, inArray, isNotNull, sql } from 'drizzle-orm'

/** Answers to records that say something: `unsure` counts as no answer, golden questions are left out. */
export const tellingAnswers = (datanetId: Hash32) =>
  and(
    eq(reviewTasks.datanetId, datanetId),
    isNotNull(reviewTasks.commitment),
    eq(reviewTasks.status, 'answered'),
    inArray(reviewTasks.verdict, ['accept', 'refuse']),
  )

/** Krippendorff's α of the reviews of a Datanet's records; null while no record has two. */
export async function alphaOf(db: Database, datanetId: Hash32): Promise<number | null> {
  const said = (verdict: string) => sql`count(*) FILTER (WHERE ${reviewTasks.verdict} = ${verdict})`.mapWith(Number)
  const records = db
    .select({ accepts: said('accept').as('accepts'), refuses: said('refuse').as('refuses') })
    .from(reviewTasks)
    .where(tellingAnswers(datanetId))
    .groupBy(reviewTasks.commitment)
    .as('answered')
  const rows = await db
    .select({ accepts: records.accepts, refuses: records.refuses, times: count() })
    .from(records)
    .groupBy(records.accepts, records.refuses)
  const units = rows.map(({ accepts, refuses, times }) => ({
    values: [...Array<string>(accepts).fill('accept'), ...Array<string>(refuses).fill('refuse')],
    times,
  }))
  return krippendorffAlpha(units) ?? null
}
