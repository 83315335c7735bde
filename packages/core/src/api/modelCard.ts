import { z } from 'zod'
import { splitSchema } from '../payout/splitFee.ts'
import { defineApiRoute } from './apiRoute.ts'
import {
  evaluationFiguresSchema,
  evaluationReportSchema,
  evaluationSourceSchema,
  evaluationVerdictsSchema,
} from './evaluations.ts'
import { priceSchema } from './models.ts'
import { addressSchema, countSchema, hash32Schema, timeSchema } from './primitives.ts'

/** A version that a model stands on. */
export const cardVersionSchema = z.object({
  use: z.enum(['training', 'retrieval']),
  root: hash32Schema,
  /** Null where this gateway does not know the version. */
  datanetId: hash32Schema.nullable(),
  slug: z.string().nullable(),
  number: countSchema.nullable(),
  records: countSchema.nullable(),
  /** Accounts whose records it holds. */
  contributors: countSchema.nullable(),
  licence: z.string().nullable(),
})

/** Figures of the evaluation that the developer shows: counts and means alone, no text. */
export const cardEvaluationSchema = z.object({
  source: evaluationSourceSchema,
  at: timeSchema,
  all: evaluationFiguresSchema,
  clean: evaluationFiguresSchema,
  copies: evaluationFiguresSchema,
  groups: evaluationReportSchema.shape.groups,
  judged: evaluationReportSchema.shape.judged,
  /** Verdicts of people: how many they were, and what they came to together. */
  people: evaluationVerdictsSchema.extend({ judges: countSchema }).nullable(),
})

/** All that is known of a model, each of it counted, measured or read from the chain; its licence its developer named. */
export const modelCardSchema = z.object({
  name: z.string(),
  /** On chain; null before it is published. */
  registration: z
    .object({
      modelId: hash32Schema,
      chainId: z.int().min(1),
      registry: addressSchema,
      block: countSchema,
      owner: addressSchema,
      price: priceSchema.nullable(),
      split: splitSchema,
    })
    .nullable(),
  developer: addressSchema,
  licence: z.string().nullable(),
  /** Title, licence and source as the base's own card has them; null for a file that no card is known of. */
  base: z.object({
    id: z.string(),
    sha256: hash32Schema,
    title: z.string().nullable(),
    licence: z.string().nullable(),
    source: z.string().nullable(),
  }),
  versions: z.array(cardVersionSchema),
  /** Accounts whose records are in any of them. */
  contributors: countSchema,
  /** Null for a model without a training of its own, or one that was not trained here. */
  training: z
    .object({
      /** As the manifest has them: integers, rates with their unit in the name. */
      settings: z.record(z.string(), z.unknown()),
      records: countSchema,
      steps: countSchema,
      tokens: countSchema,
    })
    .nullable(),
  evaluation: cardEvaluationSchema.nullable(),
  hashes: z.object({
    adapter: hash32Schema,
    manifest: hash32Schema,
    log: hash32Schema,
    index: hash32Schema,
  }),
})

export const getModelCard = defineApiRoute({
  method: 'get',
  path: '/v1/models/{id}/card',
  auth: 'none',
  summary: 'A model’s card: facts and figures, as JSON, or as Markdown with format=md',
  status: 200,
  params: z.object({ id: z.string().min(1) }),
  query: z.object({ format: z.enum(['json', 'md']).optional() }),
  response: modelCardSchema,
  responseText: 'text/markdown',
})

export type ModelCard = z.infer<typeof modelCardSchema>
export type CardVersion = z.infer<typeof cardVersionSchema>
export type CardEvaluation = z.infer<typeof cardEvaluationSchema>
