import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { ChangelogEntry } from '@openledger/core/api/versions.ts'
import type { Database } from '@openledger/db/database.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { and, desc, eq, sql } from 'drizzle-orm'
import { changeCountsSchema, countChanges } from './countChanges.ts'
import { keptFacts } from './keptFacts.ts'

/** What was added never changes; why something was removed may still come out (a dispute). */
const MAX_AGE_MS = 3_600_000

/** A Datanet's versions with what each changed, the newest first. */
export async function readChangelog(db: Database, datanetId: Hash32, now_ms: number): Promise<ChangelogEntry[]> {
  const rows = await db.select().from(versions).where(eq(versions.datanetId, datanetId)).orderBy(desc(versions.number))
  const published = await db
    .select({ root: sql<string>`${chainEvents.args}->>'root'`, transactionHash: chainEvents.transactionHash })
    .from(chainEvents)
    .where(and(eq(chainEvents.subject, datanetId), eq(chainEvents.name, 'VersionPublished')))
  const entries: ChangelogEntry[] = []
  for (const { number, root, previousRoot, dataHash, count, blockNumber } of rows) {
    const counts = await keptFacts(db, {
      root,
      name: 'changes',
      schema: changeCountsSchema,
      maxAge_ms: MAX_AGE_MS,
      now_ms,
      count: () => countChanges(db, { from: previousRoot, to: root }),
    })
    const transactionHash = published.find((event) => event.root === root)?.transactionHash ?? null
    entries.push({
      number,
      root,
      previousRoot,
      dataHash,
      count,
      blockNumber: Number(blockNumber),
      transactionHash,
      ...counts,
    })
  }
  return entries
}
