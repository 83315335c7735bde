import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { VersionLeaf } from '@openledger/core/leaves/versionLeaf.ts'
import type { Database } from '@openledger/db/database.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'

/** Rows of one insert; PostgreSQL takes 65,535 parameters. */
const ROWS = 5_000

/** Keeps which records a version root holds, in leaf order. Again is harmless: a root stands for one list. */
export async function storeVersionRecords(db: Database, root: Hash32, leaves: readonly VersionLeaf[]): Promise<void> {
  for (let start = 0; start < leaves.length; start += ROWS) {
    const rows = leaves
      .slice(start, start + ROWS)
      .map(({ commitment }, i) => ({ root, commitment, position: start + i }))
    await db.insert(versionRecords).values(rows).onConflictDoNothing()
  }
}
