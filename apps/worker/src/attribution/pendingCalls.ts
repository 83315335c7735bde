import { hash32Schema } from '@openledger/core/api/primitives.ts'
import { type Receipt, receiptSchema } from '@openledger/core/eip712/receipt.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { type CallRequest, callRequestSchema } from '@openledger/db/json/callRequest.ts'
import { type Retrieved, retrievedSchema } from '@openledger/db/json/retrieved.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { models } from '@openledger/db/schema/models.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, asc, eq, exists, inArray, isNull, sql } from 'drizzle-orm'
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

/** A model as a call used it. */
export type CalledModel = AttributedModel & {
  /** Factor on its adapter: 1 as trained, another in an ensemble. */
  readonly scale: number
}

/** A call with a receipt whose data share has no attribution yet. */
export type PendingCall = {
  readonly callId: Hex32
  /** In the order of the receipt's components. */
  readonly models: readonly CalledModel[]
  /** What the models were given, retrieved context included, and what the caller wrote. */
  readonly request: CallRequest
  readonly answer: string
  readonly retrieved: Retrieved
}

const rootsSchema = z.array(hash32Schema)

/** Of a receipt's row: whether a model of its call has versions, and so a data share that has to be attributed. */
export function paysData(db: Database) {
  const componentOfCall = sql`${receipts.receipt} -> 'components' @> jsonb_build_array(jsonb_build_object('modelId', ${models.modelId}))`
  const hasVersions = sql`(jsonb_array_length(${models.trainingVersions}) > 0 OR jsonb_array_length(${models.retrievalVersions}) > 0)`
  return exists(db.select({ modelId: models.modelId }).from(models).where(sql`${hasVersions} AND ${componentOfCall}`))
}

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
    .select({ call: calls, receipt: receipts.receipt })
    .from(receipts)
    .innerJoin(calls, eq(calls.callId, receipts.callId))
    .leftJoin(attributions, eq(attributions.callId, receipts.callId))
    .where(
      and(
        isNull(attributions.callId),
        options.epoch === undefined ? undefined : eq(receipts.epoch, options.epoch),
        paysData(db),
      ),
    )
    .orderBy(asc(receipts.createdAt), asc(receipts.callId))
    .limit(options.limit)
  return toPendingCalls(db, rows)
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

/** A call's models with their scales: an ensemble's adapters add up by them, a single model is as it was trained. */
export function calledModels<Model>(
  { components }: Pick<Receipt, 'components'>,
  modelOf: (modelId: Hex32) => Model,
): (Model & { readonly scale: number })[] {
  return components.map(({ modelId, scalePpm }) => {
    return { ...modelOf(modelId), scale: components.length === 1 ? 1 : scalePpm / 1_000_000 }
  })
}

/** What attribution reads of calls and their models, from rows of calls with their receipts. */
export async function toPendingCalls(
  db: Database,
  rows: readonly { readonly call: typeof calls.$inferSelect; readonly receipt: unknown }[],
): Promise<PendingCall[]> {
  const parsed = rows.map(({ call, receipt }) => ({ call, receipt: receiptSchema.parse(receipt) }))
  const ids = new Set(parsed.flatMap(({ receipt }) => receipt.components.map(({ modelId }) => modelId)))
  const found = await db
    .select()
    .from(models)
    .where(inArray(models.modelId, [...ids]))
  const byId = new Map(found.map((model) => [model.modelId as Hex32, toAttributedModel(model)]))
  return parsed.map(({ call, receipt }) => ({
    callId: call.callId,
    models: calledModels(receipt, (modelId) => {
      const model = byId.get(modelId)
      // A receipt is made for models that are in the tables.
      if (model === undefined) throw new TypeError(`the model ${modelId} of the call ${call.callId} is not known`)
      return model
    }),
    request: callRequestSchema.parse(call.request),
    answer: call.answer ?? '',
    retrieved: retrievedSchema.parse(call.retrieved),
  }))
}
