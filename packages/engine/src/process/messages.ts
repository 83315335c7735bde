import { z } from 'zod'
import {
  countTokensRequestSchema,
  embedRequestSchema,
  engineCapabilitiesSchema,
  engineHealthSchema,
  generateRequestSchema,
  scoreRequestSchema,
  scoreResultSchema,
  tokenEventSchema,
  tokenizeRequestSchema,
  tokenizeResultSchema,
} from '../engine.ts'
import { driverOptionsSchema } from './driverOptions.ts'

/** What travels between an app and its engine process. Each side validates what it receives. */

const id = z.int()
const call = { type: z.literal('call'), id }

export const toChildSchema = z.discriminatedUnion('type', [
  /** The first message: loads the models. */
  z.strictObject({ type: z.literal('open'), driver: driverOptionsSchema }),
  z.discriminatedUnion('method', [
    z.strictObject({ ...call, method: z.literal('generate'), request: generateRequestSchema }),
    z.strictObject({ ...call, method: z.literal('score'), request: scoreRequestSchema }),
    z.strictObject({ ...call, method: z.literal('embed'), request: embedRequestSchema }),
    z.strictObject({ ...call, method: z.literal('countTokens'), request: countTokensRequestSchema }),
    z.strictObject({ ...call, method: z.literal('tokenize'), request: tokenizeRequestSchema }),
    z.strictObject({ ...call, method: z.literal('health'), request: z.strictObject({}) }),
  ]),
  /** Stops the generation of call `id` within one token. */
  z.strictObject({ type: z.literal('cancel'), id }),
])

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

export const errorMessageSchema = z.strictObject({ code: z.string(), message: z.string(), details: facts })

export const toParentSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('opened'), capabilities: engineCapabilitiesSchema }),
  z.strictObject({ type: z.literal('openFailed'), error: errorMessageSchema }),
  /** An event of the generation `id`; its `end` event closes the call. */
  z.strictObject({ type: z.literal('event'), id, event: tokenEventSchema }),
  z.strictObject({ type: z.literal('result'), id, value: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id, error: errorMessageSchema }),
  z.strictObject({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    fields: facts,
  }),
])

/** What the result of each method must look like. */
export const resultSchemas = {
  score: scoreResultSchema,
  embed: z.array(z.array(z.number())),
  countTokens: z.int(),
  tokenize: tokenizeResultSchema,
  health: engineHealthSchema,
}

export type ToChild = z.input<typeof toChildSchema>
export type ToParent = z.infer<typeof toParentSchema>
export type ErrorMessage = z.infer<typeof errorMessageSchema>
export type CallMessage = Extract<ToChild, { type: 'call' }>
