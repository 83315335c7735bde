import { z } from 'zod'
import { countSchema, hash32Schema, uint64TextSchema, weiTextSchema } from './primitives.ts'

/** A component of a call: a model, its scale in the ensemble and the price version that applied. */
export const componentJsonSchema = z.object({
  modelId: hash32Schema,
  /** 1,000,000 is 1. */
  scalePpm: z.int().min(0).max(0xffff_ffff),
  priceVersion: countSchema,
})

/** A receipt (EIP-712 `Receipt`) as JSON, as core's receipt schema writes it: integers above 32 bits are decimal strings. */
export const receiptJsonSchema = z.object({
  callId: hash32Schema,
  channelId: hash32Schema,
  sequence: uint64TextSchema,
  cumulativeBefore: weiTextSchema,
  cumulativeAfter: weiTextSchema,
  components: z.array(componentJsonSchema).min(1),
  retrievedVersions: z.array(hash32Schema),
  requestHash: hash32Schema,
  responseHash: hash32Schema,
  inputTokens: countSchema,
  outputTokens: countSchema,
  fee: weiTextSchema,
  time: uint64TextSchema,
})

export type ReceiptJson = z.infer<typeof receiptJsonSchema>
