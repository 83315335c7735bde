import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { and, count, eq, isNotNull } from 'drizzle-orm'

/** How many of a version's records were erased: an index that was made before the last of them still holds its words. */
export async function countErased(db: Database, root: Hex32): Promise<number> {
  const [row] = await db
    .select({ erased: count() })
    .from(records)
    .innerJoin(versionRecords, eq(versionRecords.commitment, records.commitment))
    .where(and(isNotNull(records.erasedAt), eq(versionRecords.root, root)))
  return row?.erased ?? 0
}
