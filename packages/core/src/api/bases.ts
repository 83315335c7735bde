import { z } from 'zod'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema } from './primitives.ts'

/** What is known of a base model. */
export const baseCardSchema = z.object({
  id: z.string().min(1).max(128),
  name: z.string(),
  /** LLaMA, Mistral, Qwen, … */
  family: z.string(),
  licence: z.object({ id: z.string(), url: z.string().nullable() }),
  parameters: countSchema,
  /** Of its file; null where no file of it is known here. */
  bytes: countSchema.nullable(),
  /** Tokens that fit its context. */
  contextTokens: countSchema,
  /** What it is good for, and what not: a sentence or two. */
  strengths: z.string(),
  /** Where it comes from: an address. */
  source: z.string(),
  /** Projections that an adapter may change. */
  targetModules: z.array(z.string()),
  /** Whether this node trains and serves it; `reason` where it does not. */
  here: z.boolean(),
  reason: z.string().nullable(),
})

export const listBases = defineApiRoute({
  method: 'get',
  path: '/v1/bases',
  auth: 'none',
  summary: 'Base models that the ledger knows, with a card for each',
  status: 200,
  response: z.object({ data: z.array(baseCardSchema) }),
})

export type BaseCard = z.infer<typeof baseCardSchema>
