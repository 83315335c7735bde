import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { callEvidenceSchema, voucherDueSchema } from './generation.ts'
import {
  addressSchema,
  bpsSchema,
  countSchema,
  hash32Schema,
  numberParam,
  ppmSchema,
  signatureSchema,
  signedIntegerSchema,
  timeSchema,
  weiTextSchema,
} from './primitives.ts'
import { receiptJsonSchema } from './receipts.ts'

export const attributionMethodSchema = z.enum(['influence', 'citation', 'flat'])

export const creditRoleSchema = z.enum(['operator', 'model', 'stakers', 'contributor', 'datanetOwner', 'datanetPool'])

export const callStatusSchema = z.enum(['reserved', 'unpaid', 'settled', 'failed', 'cancelled'])

/** One paid record (or, with method flat, one Datanet) of a call. */
export const attributionEntrySchema = z.object({
  /** The record's commitment; with method flat the datanetId. */
  commitment: hash32Schema,
  method: attributionMethodSchema,
  score: signedIntegerSchema,
  sharePpm: ppmSchema,
  /** Out of 10^18. */
  weight: weiTextSchema,
  indexHash: hash32Schema,
  /** Who registered the record; null for a Datanet. */
  contributor: addressSchema.nullable(),
  datanetId: hash32Schema,
})

/** What one account earned from one call. */
export const callPayoutSchema = z.object({
  account: addressSchema,
  role: creditRoleSchema,
  /** The record (or datanetId) that it was earned with; 0 for roles operator, model and stakers. */
  commitment: hash32Schema,
  amount: weiTextSchema,
})

/** An account's part of something, in bps. */
const shareSchema = z.object({ account: addressSchema, bps: bpsSchema })

/** Whose the parts of a call are: by the chain, at the receipt's time. */
export const callHoldersSchema = z.object({
  /** `royalties` of the model part; the owner has the rest; `pool` has the stakers' part. */
  models: z.array(
    z.object({ modelId: hash32Schema, owner: addressSchema, royalties: z.array(shareSchema), pool: addressSchema }),
  ),
  /** `curators` of the Datanet's part; the owner has the rest. */
  datanets: z.array(z.object({ datanetId: hash32Schema, owner: addressSchema, curators: z.array(shareSchema) })),
  /** Records whose income goes to the pot of a dispute. */
  pots: z.array(z.object({ commitment: hash32Schema, pot: addressSchema })),
})

/** Bytes of a text's UTF-8: `start` up to, not including, `end`. */
const bytesSchema = { start: countSchema, end: countSchema }

/** A piece of an answer that records have word for word. */
export const callSpanSchema = z.object({
  ...bytesSchema,
  /** How often it occurs in the records of the versions that the model was trained on and that it was given. */
  count: countSchema,
  /** How unlikely it is that its words come together by chance, nats. */
  rarity: z.number(),
  /** The first records that have it, and where: `text`, `answer` or `prompts.N` of the record's content. */
  records: z.array(z.object({ commitment: hash32Schema, part: z.string(), ...bytesSchema })),
})

/** A sentence of an answer, and what each cited record did for it. */
export const callSentenceSchema = z.object({
  ...bytesSchema,
  /**
   * By how much each raised (or lowered) the sentence's log-probability, micro-nats. Over all sentences they sum to the
   * score of the record's citation, but for rounding.
   */
  citations: z.array(z.object({ commitment: hash32Schema, score: signedIntegerSchema })),
})

export const callSchema = z.object({
  callId: hash32Schema,
  status: callStatusSchema,
  model: z.string(),
  startedAt: timeSchema,
  receipt: receiptJsonSchema.nullable(),
  signature: signatureSchema.nullable(),
  /** Only for the owner of the API key, with the words it salts. */
  salt: hash32Schema.optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).optional(),
  answer: z.string().optional(),
  /** Of an unpaid call: the voucher that brings its receipt. Only for the owner of the API key. */
  due: voucherDueSchema.optional(),
  attribution: z.object({ entries: z.array(attributionEntrySchema) }).nullable(),
  /**
   * Only with the words: what of the answer records have word for word; null while nobody has looked, and where nobody can
   * say. A match is not a cause: it pays nothing.
   */
  spans: z.array(callSpanSchema).nullable().optional(),
  /** Only with the words: the answer's sentences with their citations; null where none was measured. */
  sentences: z.array(callSentenceSchema).nullable().optional(),
  /** Null without a receipt, and while the chain is out of reach. */
  holders: callHoldersSchema.nullable().default(null),
  epoch: countSchema.nullable(),
  payouts: z.array(callPayoutSchema).nullable(),
})

export const callSummarySchema = callSchema
  .pick({ callId: true, status: true, model: true, startedAt: true, epoch: true })
  .extend({
    fee: weiTextSchema.nullable(),
  })

/** `next` is the `after` of the page that follows; null on the last. */
export const callListSchema = z.object({ data: z.array(callSummarySchema), next: z.string().nullable().default(null) })

export const getCall = defineApiRoute({
  method: 'get',
  path: '/v1/calls/{callId}',
  auth: 'keyOptional',
  summary: 'One call: receipt, attribution and payouts; the words only for its caller',
  status: 200,
  params: z.object({ callId: hash32Schema }),
  response: callSchema,
})

export const createVoucher = defineApiRoute({
  method: 'post',
  path: '/v1/calls/{callId}/voucher',
  auth: 'key',
  summary: 'Pays a call whose voucher is due: the payer’s signature brings the receipt; sent again, the same',
  status: 200,
  params: z.object({ callId: hash32Schema }),
  /** EIP-712 signature of Voucher(channelId, cumulative) as `openledger.due` asked for it. */
  body: z.strictObject({ signature: signatureSchema }),
  response: callEvidenceSchema,
})

export const listCalls = defineApiRoute({
  method: 'get',
  path: '/v1/calls',
  auth: 'none',
  summary: 'Calls, newest first, page by page: of an epoch, a model, an account, a state',
  status: 200,
  query: z.object({
    epoch: numberParam({ min: 0 }).optional(),
    /** A model's name or id; of an ensemble the first part counts. */
    model: z.string().min(1).max(128).optional(),
    /** Who paid for the calls, or was credited for them. */
    account: addressSchema.optional(),
    status: callStatusSchema.optional(),
    limit: numberParam({ min: 1, max: 1000 }).default(100),
    /** `next` of the page before. */
    after: z
      .string()
      .regex(/^\d{1,15}-0x[0-9a-f]{64}$/, 'must be the next of a page before')
      .optional(),
  }),
  response: callListSchema,
})

export type Call = z.infer<typeof callSchema>
export type CallHolders = z.infer<typeof callHoldersSchema>
export type CallSummary = z.infer<typeof callSummarySchema>
