import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ReviewSummary } from '@openledger/core/api/reviews.ts'
import type { Database } from '@openledger/db/database.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { asc, count, eq, inArray, min, sql } from 'drizzle-orm'

/**
 * Which versions of a Datanet are golden: each of their records was accepted by reviews that reached the agreement the
 * policy set, at least two each. One record that somebody had to decide, or that nobody reviewed, and a version isn't.
 */
export async function versionLabels(db: Database, datanetId: Hash32): Promise<ReviewSummary['versions']> {
  const published = await db
    .select({ root: versions.root, number: versions.number, count: versions.count })
    .from(versions)
    .where(eq(versions.datanetId, datanetId))
    .orderBy(asc(versions.number))
  if (published.length === 0) return []
  const agreed = sql<number>`count(*) FILTER (WHERE ${reviews.decidedBy} = 'reviews' AND ${reviews.verdict} = 'accept'
    AND ${reviews.answered} >= 2)`
  const rows = await db
    .select({
      root: versionRecords.root,
      records: count(),
      reviewed: count(reviews.agreementBps),
      agreed: agreed.mapWith(Number),
      agreementBps: min(reviews.agreementBps),
    })
    .from(versionRecords)
    .leftJoin(reviews, eq(reviews.commitment, versionRecords.commitment))
    .where(
      inArray(
        versionRecords.root,
        published.map(({ root }) => root),
      ),
    )
    .groupBy(versionRecords.root)
  return published.map(({ root, number, count: size }) => {
    const row = rows.find((one) => one.root === root)
    return {
      root,
      number,
      golden: size > 0 && row?.records === size && row.agreed === size,
      agreementBps: row !== undefined && row.reviewed === size ? row.agreementBps : null,
    }
  })
}
