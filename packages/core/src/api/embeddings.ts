import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { callEvidenceSchema, generationFields } from './generation.ts'
import { countSchema } from './primitives.ts'

/** Texts of a request at most. */
const TEXTS_MAX = 256

const textSchema = z.string().min(1).max(1_000_000)

/** OpenAI's request for vectors. */
export const embeddingRequestSchema = z.object({
  model: generationFields.model,
  input: z.union([textSchema, z.array(textSchema).min(1).max(TEXTS_MAX)]),
  /** As numbers, or as the base64 of 32-bit floats, the lowest byte first: which is what most clients ask for. */
  encoding_format: z.enum(['float', 'base64']).nullish(),
  /** No other than the model has. */
  dimensions: z.int().min(1).nullish(),
})

export const embeddingResponseSchema = z.object({
  object: z.literal('list'),
  data: z.array(
    z.object({
      object: z.literal('embedding'),
      index: countSchema,
      /** Of length 1. */
      embedding: z.union([z.array(z.number()), z.string()]),
    }),
  ),
  model: z.string(),
  usage: z.object({ prompt_tokens: countSchema, total_tokens: countSchema }),
  openledger: callEvidenceSchema,
})

export const createEmbedding = defineApiRoute({
  method: 'post',
  path: '/v1/embeddings',
  auth: 'keyOrPayment',
  summary: 'Turns texts into vectors, and leaves a receipt',
  status: 200,
  body: embeddingRequestSchema,
  response: embeddingResponseSchema,
})

export type EmbeddingRequest = z.infer<typeof embeddingRequestSchema>
export type EmbeddingResponse = z.infer<typeof embeddingResponseSchema>
