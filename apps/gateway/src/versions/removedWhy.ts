import type { removalSchema } from '@openledger/core/api/versions.ts'
import { disputes } from '@openledger/db/schema/disputes.ts'
import { records } from '@openledger/db/schema/records.ts'
import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'

/** Why a record is in a version no more: its author's withdrawal, a dispute that was upheld, the checks; else the owner left it out. */
export function removedWhy(): SQL<z.output<typeof removalSchema>> {
  const upheld = sql`EXISTS (SELECT 1 FROM ${disputes} d WHERE d.commitment = ${records.commitment} AND d.upheld)`
  return sql`CASE WHEN ${records.revoked} THEN 'withdrawn' WHEN ${upheld} THEN 'disputed' WHEN ${records.verdict} = 'refuse' THEN 'refused' ELSE 'left_out' END`
}
