import type { Call } from '@openledger/core/api/calls.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { records } from '@openledger/db/schema/records.ts'
import { eq, inArray } from 'drizzle-orm'
import { ATTRIBUTION_METHODS } from './creditRoles.ts'

/** A call's attribution as the API shows it, each record with its contributor and Datanet; null while there is none. */
export async function readAttribution(db: Database, callId: Hash32): Promise<Call['attribution']> {
  const [row] = await db
    .select({ entries: attributions.entries })
    .from(attributions)
    .where(eq(attributions.callId, callId))
  if (row === undefined) return null
  const entries = attributionEntriesSchema.parse(row.entries)
  const commitments = entries.map(({ commitment }) => commitment)
  const known =
    commitments.length === 0
      ? []
      : await db
          .select({ commitment: records.commitment, contributor: records.contributor, datanetId: records.datanetId })
          .from(records)
          .where(inArray(records.commitment, commitments))
  const byCommitment = new Map(known.map((record) => [record.commitment, record]))
  return {
    entries: entries.map((entry) => {
      const record = byCommitment.get(entry.commitment)
      return {
        ...entry,
        method: ATTRIBUTION_METHODS[entry.method],
        score: entry.score.toString(),
        weight: entry.weight.toString(),
        contributor: record?.contributor ?? null,
        // With method flat the entry's commitment is the Datanet's id.
        datanetId: record?.datanetId ?? entry.commitment,
      }
    }),
  }
}
