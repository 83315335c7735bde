import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { z } from 'zod'
import { type CallScores, toAttribution } from './toAttribution.ts'

/**
 * Turns a call's scores into weights and stores them. A call that has an attribution keeps it.
 *
 * @throws WEIGHTS_INPUT_INVALID
 */
export async function storeAttribution(db: Database, callId: Hex32, scores: CallScores): Promise<void> {
  const { entries, ...rest } = toAttribution(scores)
  await db
    .insert(attributions)
    .values({
      callId,
      ...rest,
      entries: z.encode(attributionEntriesSchema, [...entries]),
      evidence: scores.evidence,
    })
    .onConflictDoNothing()
}
