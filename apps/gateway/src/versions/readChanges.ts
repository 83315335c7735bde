import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Change } from '@openledger/core/api/versions.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, asc, eq, gt, notExists, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { removedWhy } from './removedWhy.ts'
import { kindSchema } from './toVersionRecord.ts'

const other = alias(versionRecords, 'other')

/** The records of one version that another has not, as a condition on `version_records`. */
export function onlyIn(db: Database, root: Hash32, without: Hash32): SQL | undefined {
  return and(
    eq(versionRecords.root, root),
    notExists(
      db
        .select({ one: sql`1` })
        .from(other)
        .where(and(eq(other.root, without), eq(other.commitment, versionRecords.commitment))),
    ),
  )
}

/**
 * A page of what changed between two versions, by commitment.
 *
 * @param from root of the older version; the zero hash for an empty one
 */
export async function readChanges(
  db: Database,
  { from, to }: { readonly from: Hash32; readonly to: Hash32 },
  page: { readonly change: Change['change']; readonly after: Hash32 | undefined; readonly limit: number },
): Promise<{ readonly data: Change[]; readonly next: Hash32 | null }> {
  const { change, after, limit } = page
  const rows = await db
    .select({
      commitment: versionRecords.commitment,
      contributor: records.contributor,
      kind: records.kind,
      why: removedWhy(),
    })
    .from(versionRecords)
    .leftJoin(records, eq(records.commitment, versionRecords.commitment))
    .where(
      and(
        change === 'added' ? onlyIn(db, to, from) : onlyIn(db, from, to),
        after === undefined ? undefined : gt(versionRecords.commitment, after),
      ),
    )
    .orderBy(asc(versionRecords.position))
    .limit(limit + 1)
  const data = rows.slice(0, limit).map(({ why, kind, ...row }) => ({
    ...row,
    change,
    kind: kindSchema.parse(kind),
    why: change === 'removed' ? why : null,
  }))
  return { data, next: rows.length > limit ? (data.at(-1)?.commitment ?? null) : null }
}
