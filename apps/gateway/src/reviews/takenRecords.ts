import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { VersionLeaf } from '@openledger/core/leaves/versionLeaf.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { reviews } from '@openledger/db/schema/reviews.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { findPolicy } from './findPolicy.ts'
import { passedChecks } from './openReviews.ts'

/**
 * The records that a Datanet's next version holds; money follows versions, so this is the one place that says it.
 *
 * A record has to have passed the checks and not been taken back. Where the Datanet has a review policy, its review has
 * to have accepted it too. What the newest version holds already stays in until its review refuses it: a policy that is
 * set later throws nobody out.
 *
 * @param newestRoot root of the newest version, if there is one
 */
export async function takenRecords(
  db: Database,
  datanetId: Hash32,
  newestRoot: Hash32 | undefined,
): Promise<VersionLeaf[]> {
  const passed = and(eq(records.datanetId, datanetId), passedChecks)
  const leaf = { commitment: records.commitment, contributor: records.contributor }
  if ((await findPolicy(db, datanetId)) === undefined) return db.select(leaf).from(records).where(passed)
  const published =
    newestRoot === undefined
      ? sql`false`
      : sql`EXISTS (SELECT 1 FROM ${versionRecords} v WHERE v.root = ${newestRoot} AND v.commitment = ${records.commitment})`
  return db
    .select(leaf)
    .from(records)
    .leftJoin(reviews, eq(reviews.commitment, records.commitment))
    .where(and(passed, or(eq(reviews.verdict, 'accept'), and(isNull(reviews.verdict), published))))
}
