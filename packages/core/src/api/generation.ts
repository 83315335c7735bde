import { z } from 'zod'
import { ENSEMBLE_MAX } from '../ensemble/ensembleName.ts'
import { countSchema, hash32Schema, signatureSchema, weiTextSchema } from './primitives.ts'
import { receiptJsonSchema } from './receipts.ts'

/** Choices of a request at most, for each of its prompts. */
export const CHOICES_MAX = 8

/** What every request for text takes beside its words. */
export const generationFields = {
  /**
   * A model's on-chain name, the base model's id, or several models' names that answer together: `a*0.7+b*0.3`. `auto`
   * goes to the model whose card is closest to the question.
   */
  model: z.string().min(1).max(1_200),
  /** The same as a list: `model` is then one of these. */
  ensemble: z
    .array(z.strictObject({ model: z.string().min(1).max(128), scale: z.number().gt(0).max(1).nullish() }))
    .min(2)
    .max(ENSEMBLE_MAX)
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  /** Most tokens to produce for each choice; the most that the request can cost is reserved for it. */
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  /** Choice `index` is drawn with `seed + index`. */
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  /** So many answers, each a call of its own: paid by itself, with a receipt of its own. */
  n: z.int().min(1).max(CHOICES_MAX).nullish(),
}

/** What a model's card was found close by. */
export const cardPartSchema = z.enum(['name', 'datanet', 'record'])

/** Why a request to `auto` went where it went. Similarities are cosines of sentence embeddings × 10^6. */
export const routeSchema = z.object({
  asked: z.literal('auto'),
  /** The model that answers. */
  model: z.string(),
  /** `closest`: its card is; `base`: no card is close enough, and the base model answers. */
  reason: z.enum(['closest', 'base']),
  /** A card has to be as close as this. */
  thresholdPpm: z.int(),
  /** The closest models that the key may call, closest first. */
  closest: z
    .array(
      z.object({
        model: z.string(),
        similarityPpm: z.int(),
        /** The part of its card that is closest, and its first words; all of it public. */
        part: cardPartSchema,
        words: z.string(),
      }),
    )
    .max(3),
})

/**
 * What is due for a call whose vouchers its payer signs: the voucher for `cumulative` brings the receipt. `before` is the
 * channel's last voucher with the payer's own signature, so that who keeps nothing can see that only the fee is new.
 */
export const voucherDueSchema = z.object({
  channelId: hash32Schema,
  fee: weiTextSchema,
  cumulative: weiTextSchema,
  before: z.object({ cumulative: weiTextSchema, signature: signatureSchema.nullable() }),
})

/** What OpenLedger adds to an answer: the receipt of the call. */
export const callEvidenceSchema = z.object({
  callId: hash32Schema,
  /** Null when the call was not charged, and while its voucher is due. */
  receipt: receiptJsonSchema.nullable(),
  /** The operator's EIP-712 signature of the receipt. */
  signature: signatureSchema.nullable(),
  /** Salt of the receipt's request and response hashes: only the caller learns it. */
  salt: hash32Schema,
  fee: weiTextSchema,
  /** Of a call whose voucher the payer has yet to sign. */
  due: voucherDueSchema.optional(),
  /** Of a request to `auto`. */
  route: routeSchema.optional(),
})

/** Fields of a choice, whichever route writes it. */
export const choiceFields = {
  index: countSchema,
  /** Of the choice's own call, where an answer has several; streamed with its `finish_reason`. */
  openledger: callEvidenceSchema.optional(),
}

/** Sums of what the receipts of an answer's calls say. */
export const usageSchema = z.object({
  prompt_tokens: countSchema,
  completion_tokens: countSchema,
  total_tokens: countSchema,
})

export type GenerationFields = z.infer<z.ZodObject<typeof generationFields>>
export type VoucherDue = z.infer<typeof voucherDueSchema>
export type Route = z.infer<typeof routeSchema>
export type CardPart = z.infer<typeof cardPartSchema>
export type CallEvidence = z.infer<typeof callEvidenceSchema>
export type Usage = z.infer<typeof usageSchema>
