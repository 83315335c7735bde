import { z } from 'zod'
import { countSchema, hash32Schema, ppmSchema, timeSchema, weiSchema } from './primitives.ts'

/** A component of a call: a model, its scale in the ensemble and the price version that applied. */
export const componentJsonSchema = z.object({
  modelId: hash32Schema,
  scalePpm: ppmSchema,
  priceVersion: countSchema,
})

/** A receipt (EIP-712 `Receipt`) as JSON: amounts are decimal strings. */
export const receiptJsonSchema = z.object({
  callId: hash32Schema,
  channelId: hash32Schema,
  sequence: countSchema,
  cumulativeBefore: weiSchema,
  cumulativeAfter: weiSchema,
  components: z.array(componentJsonSchema).min(1),
  retrievedVersions: z.array(hash32Schema),
  requestHash: hash32Schema,
  responseHash: hash32Schema,
  inputTokens: countSchema,
  outputTokens: countSchema,
  fee: weiSchema,
  time: timeSchema,
})

export type ReceiptJson = z.infer<typeof receiptJsonSchema>
