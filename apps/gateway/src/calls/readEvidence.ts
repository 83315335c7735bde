import type { Call } from '@openledger/core/api/calls.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { sentencesSchema } from '@openledger/db/json/sentences.ts'
import { spansSchema } from '@openledger/db/json/spans.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { eq } from 'drizzle-orm'
import { z } from 'zod'

/** Spans and sentences as the worker left them; where it could not look for any, it left why. */
const evidenceSchema = z.looseObject({
  spans: z.union([spansSchema, z.looseObject({ unusable: z.string() })]).optional(),
  citations: z.looseObject({ sentences: sentencesSchema.optional() }).optional(),
})

/**
 * What of a call's answer records have word for word, and what its citations did for each of its sentences; null while
 * nobody has looked, and where nobody can say.
 */
export async function readEvidence(
  db: Database,
  callId: Hash32,
): Promise<{
  readonly spans: NonNullable<Call['spans']> | null
  readonly sentences: NonNullable<Call['sentences']> | null
}> {
  const [row] = await db
    .select({ evidence: attributions.evidence })
    .from(attributions)
    .where(eq(attributions.callId, callId))
  const { spans, citations } = evidenceSchema.parse(row?.evidence ?? {})
  return {
    spans: Array.isArray(spans) ? spans : null,
    sentences:
      citations?.sentences?.map(({ start, end, citations: cited }) => ({
        start,
        end,
        citations: cited.map(({ commitment, score }) => ({ commitment, score: score.toString() })),
      })) ?? null,
  }
}
