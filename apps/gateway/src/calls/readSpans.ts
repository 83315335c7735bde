import type { Call } from '@openledger/core/api/calls.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { spansSchema } from '@openledger/db/json/spans.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { eq } from 'drizzle-orm'
import { z } from 'zod'

/** Spans as the worker left them; where it could not look for any, it left why. */
const evidenceSchema = z.looseObject({
  spans: z.union([spansSchema, z.looseObject({ unusable: z.string() })]).optional(),
})

/** What of a call's answer records have word for word; null while nobody has looked, and where nobody can say. */
export async function readSpans(db: Database, callId: Hash32): Promise<NonNullable<Call['spans']> | null> {
  const [row] = await db
    .select({ evidence: attributions.evidence })
    .from(attributions)
    .where(eq(attributions.callId, callId))
  const { spans } = evidenceSchema.parse(row?.evidence ?? {})
  return Array.isArray(spans) ? spans : null
}
