import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { records } from '@openledger/db/schema/records.ts'
import { and, inArray, isNotNull, ne } from 'drizzle-orm'

/**
 * Near-duplicates among records: commitment → its unit's first registered record. Records that are their own unit
 * aren't in it.
 */
export async function unitsOf(db: Database, commitments: readonly Hex32[]): Promise<Map<Hex32, Hex32>> {
  if (commitments.length === 0) return new Map()
  const rows = await db
    .select({ commitment: records.commitment, unit: records.unit })
    .from(records)
    .where(
      and(inArray(records.commitment, [...commitments]), isNotNull(records.unit), ne(records.unit, records.commitment)),
    )
  return new Map(rows.flatMap(({ commitment, unit }) => (unit === null ? [] : [[commitment, unit] as const])))
}
