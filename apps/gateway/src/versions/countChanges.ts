import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { changelogEntrySchema } from '@openledger/core/api/versions.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { count, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { onlyIn } from './readChanges.ts'
import { removedWhy } from './removedWhy.ts'

/** Contributors that a changelog's entry names. */
const CONTRIBUTORS = 20

/** What of a changelog's entry is counted. */
export const changeCountsSchema = changelogEntrySchema.pick({ added: true, removed: true, contributors: true })

/** Counts what a version changed of the one before: how many came, from whom, and how many went, and why. */
export async function countChanges(
  db: Database,
  { from, to }: { readonly from: Hash32; readonly to: Hash32 },
): Promise<z.output<typeof changeCountsSchema>> {
  const joined = eq(records.commitment, versionRecords.commitment)
  const added = await db
    .select({ account: records.contributor, added: count() })
    .from(versionRecords)
    .leftJoin(records, joined)
    .where(onlyIn(db, to, from))
    .groupBy(records.contributor)
    .orderBy(sql`2 DESC`, sql`1`)
  const removed = await db
    .select({ why: removedWhy(), count: count() })
    .from(versionRecords)
    .leftJoin(records, joined)
    .where(onlyIn(db, from, to))
    .groupBy(sql`1`)
  const of = (why: string) => removed.find((row) => row.why === why)?.count ?? 0
  return {
    added: added.reduce((sum, row) => sum + row.added, 0),
    removed: {
      withdrawn: of('withdrawn'),
      refused: of('refused'),
      disputed: of('disputed'),
      left_out: of('left_out'),
    },
    contributors: added
      .flatMap(({ account, added: brought }) => (account === null ? [] : [{ account, added: brought }]))
      .slice(0, CONTRIBUTORS),
  }
}
