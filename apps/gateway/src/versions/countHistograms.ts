import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Histograms } from '@openledger/core/api/versions.ts'
import { ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import type { Database } from '@openledger/db/database.ts'
import { epochCredits } from '@openledger/db/schema/epochCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, count, eq, inArray, sql } from 'drizzle-orm'

/** Contributors with a bar of their own. */
const CONTRIBUTORS = 20

/** Counts a version's records by kind, verdict, language, length, contributor and income. */
export async function countHistograms(db: Database, root: Hash32, now_s: number): Promise<Histograms> {
  const { kind: kindOf, verdict: verdictOf, contributor: contributorOf, length: lengthOf, language } = records
  const bar = sql`CASE WHEN coalesce(${lengthOf}, 0) = 0 THEN 0 ELSE (2 ^ floor(log(2, ${lengthOf})))::bigint END`
  // One reading for all: each row of the answer belongs to one of the five sets, whose bits are those that it is not grouped by.
  const rows = await db
    .select({
      set: sql<number>`grouping(${kindOf}, ${verdictOf}, ${bar}, ${contributorOf}, ${language})`,
      value: sql<string | null>`coalesce(${kindOf}, ${verdictOf}, ${bar}::text, ${contributorOf}, ${language})`,
      count: count(),
    })
    .from(versionRecords)
    .innerJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(eq(versionRecords.root, root))
    .groupBy(sql`GROUPING SETS ((${kindOf}), (${verdictOf}), (${bar}), (${contributorOf}), (${language}))`)
  const of = (set: number) =>
    rows.flatMap((row) => (row.set === set ? [{ value: row.value ?? 'unknown', count: row.count }] : []))
  const byValue = (a: Histograms['kind'][number], b: Histograms['kind'][number]) => (a.value < b.value ? -1 : 1)
  const byCount = (a: Histograms['kind'][number], b: Histograms['kind'][number]) => b.count - a.count || byValue(a, b)
  const all = of(29).toSorted(byCount)
  const others = all.slice(CONTRIBUTORS).reduce((sum, row) => sum + row.count, 0)
  return {
    kind: of(15).toSorted(byValue),
    verdict: of(23).toSorted(byValue),
    language: of(30).toSorted(byCount),
    length: of(27).toSorted((a, b) => Number(a.value) - Number(b.value)),
    contributor: [...all.slice(0, CONTRIBUTORS), ...(others > 0 ? [{ value: 'others', count: others }] : [])],
    income: await countIncomes(db, root),
    countedAt: now_s,
  }
}

/** A bar for each power of ten, in wei, and first those that earned nothing. */
async function countIncomes(db: Database, root: Hash32): Promise<Histograms['income']> {
  const earned = db
    .select({ amount: sql<string>`sum(${epochCredits.amount})`.as('amount') })
    .from(epochCredits)
    .innerJoin(epochs, eq(epochs.number, epochCredits.epoch))
    .innerJoin(versionRecords, eq(versionRecords.commitment, epochCredits.commitment))
    .where(
      and(
        eq(versionRecords.root, root),
        eq(epochCredits.role, ROLE.contributor),
        inArray(epochs.status, ['posted', 'final']),
      ),
    )
    .groupBy(epochCredits.commitment)
    .as('earned')
  const bars = await db
    .select({ digits: sql<number>`length(trunc(${earned.amount})::text)`, count: count() })
    .from(earned)
    .where(sql`${earned.amount} > 0`)
    .groupBy(sql`1`)
    .orderBy(sql`1`)
  const paid = bars.reduce((sum, bar) => sum + bar.count, 0)
  const size = await db.$count(versionRecords, eq(versionRecords.root, root))
  return [
    { value: '0', count: size - paid },
    ...bars.map((bar) => ({ value: `1${'0'.repeat(bar.digits - 1)}`, count: bar.count })),
  ]
}
