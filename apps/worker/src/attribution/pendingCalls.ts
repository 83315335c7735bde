import { hash32Schema } from '@openledger/core/api/primitives.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { type CallRequest, callRequestSchema } from '@openledger/db/json/callRequest.ts'
import { type Retrieved, retrievedSchema } from '@openledger/db/json/retrieved.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'

/** A model, as far as attribution asks. Lists and hashes as registered on chain. */
export type AttributedModel = {
  readonly modelId: Hex32
  /** 0: the base model without an adapter. */
  readonly adapterHash: Hex32
  readonly indexHash: Hex32
  readonly manifestHash: Hex32
  readonly trainingVersions: readonly Hex32[]
  readonly retrievalVersions: readonly Hex32[]
}

/** A call with a receipt whose data share has no attribution yet. */
export type PendingCall = {
  readonly callId: Hex32
  readonly model: AttributedModel
  /** What the model was given, retrieved context included, and what the caller wrote. */
  readonly request: CallRequest
  readonly answer: string
  readonly retrieved: Retrieved
}

const rootsSchema = z.array(hash32Schema)

/**
 * Calls that still need an attribution, oldest first. Calls of models without versions have no data share and need none.
 *
 * @param options.epoch only calls of this epoch.
 * @param options.limit at most so many.
 */
export async function pendingCalls(
  db: Database,
  options: { readonly epoch?: bigint; readonly limit: number },
): Promise<readonly PendingCall[]> {
  const rows = await db
    .select({ call: calls, model: models })
    .from(receipts)
    .innerJoin(calls, eq(calls.callId, receipts.callId))
    .innerJoin(models, eq(models.modelId, calls.modelId))
    .leftJoin(attributions, eq(attributions.callId, receipts.callId))
    .where(
      and(
        isNull(attributions.callId),
        options.epoch === undefined ? undefined : eq(receipts.epoch, options.epoch),
        sql`(jsonb_array_length(${models.trainingVersions}) > 0 OR jsonb_array_length(${models.retrievalVersions}) > 0)`,
      ),
    )
    .orderBy(asc(receipts.createdAt), asc(receipts.callId))
    .limit(options.limit)
  return rows.map(toPendingCall)
}

/** What attribution reads of a model, from its row. */
export function toAttributedModel(model: typeof models.$inferSelect): AttributedModel {
  return {
    modelId: model.modelId,
    adapterHash: model.adapterHash,
    indexHash: model.indexHash,
    manifestHash: model.manifestHash,
    trainingVersions: rootsSchema.parse(model.trainingVersions),
    retrievalVersions: rootsSchema.parse(model.retrievalVersions),
  }
}

/** What attribution reads of a call and its model, from their rows. */
export function toPendingCall(row: {
  readonly call: typeof calls.$inferSelect
  readonly model: typeof models.$inferSelect
}): PendingCall {
  const { call, model } = row
  return {
    callId: call.callId,
    model: toAttributedModel(model),
    request: callRequestSchema.parse(call.request),
    answer: call.answer ?? '',
    retrieved: retrievedSchema.parse(call.retrieved),
  }
}
