import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { type AttributionInput, attributionWeights } from '@openledger/core/weights/attributionWeights.ts'
import type { Database } from '@openledger/db/database.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { z } from 'zod'

const methodNames = { 1: 'influence', 2: 'citation', 3: 'flat' } as const

/** What attribution found out about a call. */
export type CallScores = Pick<AttributionInput, 'influence' | 'citations' | 'sharePpm' | 'units' | 'datanets'> & {
  /** Facts for a person: how scores came about, or why there are none. No content. */
  readonly evidence: object
}

/**
 * Turns a call's scores into weights and stores them. A call that has an attribution keeps it.
 *
 * @throws WEIGHTS_INPUT_INVALID
 */
export async function storeAttribution(
  db: Database,
  callId: Hex32,
  scores: CallScores,
  exponent: 1 | 2,
): Promise<void> {
  const entries = attributionWeights({ ...scores, reputationPpm: new Map(), exponent })
  const methods = [...new Set(entries.map((entry) => entry.method))].sort()
  const influenced = methods.includes(METHOD.influence)
  await db
    .insert(attributions)
    .values({
      callId,
      method: methods.map((method) => methodNames[method]).join('+'),
      sharePpm: scores.sharePpm,
      indexHash: influenced ? (scores.influence?.indexHash ?? ZERO_HEX32) : ZERO_HEX32,
      threshold: scores.influence?.threshold ?? scores.citations?.threshold ?? 0n,
      entries: z.encode(attributionEntriesSchema, entries),
      evidence: scores.evidence,
    })
    .onConflictDoNothing()
}
