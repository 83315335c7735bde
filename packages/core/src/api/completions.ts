import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { CHOICES_MAX, callEvidenceSchema, choiceFields, generationFields, usageSchema } from './generation.ts'
import { countSchema } from './primitives.ts'

/** Prompts of a request at most. */
const PROMPTS_MAX = 16

const promptSchema = z.string().min(1).max(1_000_000)

/** OpenAI's older request for text. Each prompt is told to the model as one message of a user. */
export const completionRequestSchema = z.object({
  ...generationFields,
  /** One text, or several: then choice `index` is of prompt ⌊index / n⌋. */
  prompt: z.union([promptSchema, z.array(promptSchema).min(1).max(PROMPTS_MAX)]),
  /** Each token with its log-probability, and with so many of the likeliest at its place. */
  logprobs: z.int().min(0).max(5).nullish(),
})

/** Of each token of a text, in order. */
export const completionLogprobsSchema = z.object({
  tokens: z.array(z.string()),
  /** Natural logarithms of the model's own probabilities, at temperature 1. */
  token_logprobs: z.array(z.number()),
  /** The likeliest at its place, and the token itself. */
  top_logprobs: z.array(z.record(z.string(), z.number())),
  /** Where it begins in `text`, UTF-16 code units. */
  text_offset: z.array(countSchema),
})

const choiceSchema = z.object({
  ...choiceFields,
  text: z.string(),
  logprobs: completionLogprobsSchema.nullable(),
  finish_reason: z.enum(['stop', 'length']),
})

export const completionResponseSchema = z.object({
  id: z.string(),
  object: z.literal('text_completion'),
  created: countSchema,
  model: z.string(),
  choices: z
    .array(choiceSchema)
    .min(1)
    .max(PROMPTS_MAX * CHOICES_MAX),
  usage: usageSchema,
  /** Of the first choice's call. */
  openledger: callEvidenceSchema,
})

/** One `data:` line of a streamed answer; the last before `[DONE]` carries `openledger`, of the first choice's call. */
export const completionChunkSchema = z.object({
  id: z.string(),
  object: z.literal('text_completion'),
  created: countSchema,
  model: z.string(),
  choices: z.array(choiceSchema.extend({ finish_reason: choiceSchema.shape.finish_reason.nullable() })),
  usage: usageSchema.nullish(),
  openledger: callEvidenceSchema.optional(),
})

export const createCompletion = defineApiRoute({
  method: 'post',
  path: '/v1/completions',
  auth: 'keyOrPayment',
  summary: 'Answers prompts, streamed or whole, and leaves a receipt for each answer',
  status: 200,
  body: completionRequestSchema,
  response: completionResponseSchema,
  responseText: 'text/event-stream',
})

export type CompletionRequest = z.infer<typeof completionRequestSchema>
export type CompletionLogprobs = z.infer<typeof completionLogprobsSchema>
export type CompletionResponse = z.infer<typeof completionResponseSchema>
export type CompletionChunk = z.infer<typeof completionChunkSchema>
