import { z } from 'zod'
import { outputSchemaSchema } from '../outputSchema/outputSchema.ts'
import { defineApiRoute } from './apiRoute.ts'
import { countSchema, hash32Schema, signatureSchema, weiTextSchema } from './primitives.ts'
import { receiptJsonSchema } from './receipts.ts'
import { choiceLogprobsSchema } from './tokenLogprobs.ts'
import { toolCallDeltaSchema, toolCallSchema, toolChoiceSchema, toolSchema } from './tools.ts'

const textPartSchema = z.object({ type: z.literal('text'), text: z.string() })

/** Text, or OpenAI's list of text parts. */
const contentSchema = z.union([z.string(), z.array(textPartSchema).min(1)])
const nameSchema = z.string().max(64).optional()

export const chatMessageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer', 'user']), content: contentSchema, name: nameSchema }),
  z
    .object({
      role: z.literal('assistant'),
      content: contentSchema.nullish(),
      tool_calls: z.array(toolCallSchema).nullish(),
      name: nameSchema,
    })
    .refine(
      ({ content, tool_calls: made }) => content != null || (made ?? []).length > 0,
      'has no content and no call',
    ),
  /** What a function that the model asked for came to. */
  z.object({ role: z.literal('tool'), tool_call_id: z.string().min(1).max(128), content: contentSchema }),
])

/** OpenAI's structured outputs: `strict` or not, the answer follows the schema. */
export const responseFormatSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    json_schema: z.strictObject({
      name: z.string().regex(/^[\w-]{1,64}$/),
      description: z.string().optional(),
      schema: outputSchemaSchema.meta({ type: 'object' }),
      strict: z.boolean().nullish(),
    }),
  }),
])

/** What a stock OpenAI client sends. */
export const chatRequestSchema = z.object({
  /** A model's on-chain name, or the base model's id. */
  model: z.string().min(1).max(128),
  messages: z.array(chatMessageSchema).min(1).max(256),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  /** Most tokens to produce; the most that the call can cost is reserved for it. */
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  n: z.literal(1).nullish(),
  /** Whether each token comes with its log-probability. */
  logprobs: z.boolean().nullish(),
  /** And with the likeliest tokens at its place, so many; needs `logprobs`. */
  top_logprobs: z.int().min(0).max(20).nullish(),
  /** What the answer must be: any text, a JSON object, or JSON that follows a schema. */
  response_format: responseFormatSchema.nullish(),
  /** Functions that the model may ask to be called; it asks for one at a time. */
  tools: z.array(toolSchema).min(1).max(64).nullish(),
  tool_choice: toolChoiceSchema.nullish(),
})

/** What OpenLedger adds to an answer: the receipt of the call. */
export const callEvidenceSchema = z.object({
  callId: hash32Schema,
  /** Null when the call was not charged. */
  receipt: receiptJsonSchema.nullable(),
  /** The operator's EIP-712 signature of the receipt. */
  signature: signatureSchema.nullable(),
  /** Salt of the receipt's request and response hashes: only the caller learns it. */
  salt: hash32Schema,
  fee: weiTextSchema,
})

/** A retrieved record that the answer cites, in OpenAI's annotation shape. */
export const urlCitationSchema = z.object({
  type: z.literal('url_citation'),
  url_citation: z.object({
    url: z.string(),
    title: z.string(),
    start_index: countSchema,
    end_index: countSchema,
  }),
})

export const usageSchema = z.object({
  prompt_tokens: countSchema,
  completion_tokens: countSchema,
  total_tokens: countSchema,
})

export const finishReasonSchema = z.enum(['stop', 'length', 'tool_calls'])

export const chatResponseSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: countSchema,
  model: z.string(),
  choices: z
    .array(
      z.object({
        index: countSchema,
        message: z.object({
          role: z.literal('assistant'),
          /** Null when the answer is a call. */
          content: z.string().nullable(),
          refusal: z.null(),
          tool_calls: z.array(toolCallSchema).optional(),
          annotations: z.array(urlCitationSchema).optional(),
        }),
        logprobs: choiceLogprobsSchema.nullable(),
        finish_reason: finishReasonSchema,
      }),
    )
    .length(1),
  usage: usageSchema,
  openledger: callEvidenceSchema,
})

/** One `data:` line of a streamed answer; the last before `[DONE]` carries `openledger`. */
export const chatChunkSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion.chunk'),
  created: countSchema,
  model: z.string(),
  choices: z.array(
    z.object({
      index: countSchema,
      delta: z.object({
        role: z.literal('assistant').optional(),
        content: z.string().optional(),
        annotations: z.array(urlCitationSchema).optional(),
        tool_calls: z.array(toolCallDeltaSchema).optional(),
      }),
      logprobs: choiceLogprobsSchema.nullable(),
      finish_reason: finishReasonSchema.nullable(),
    }),
  ),
  usage: usageSchema.nullish(),
  openledger: callEvidenceSchema.optional(),
})

export const createChatCompletion = defineApiRoute({
  method: 'post',
  path: '/v1/chat/completions',
  auth: 'keyOrPayment',
  summary: 'Answers a chat, streamed or whole, and leaves a receipt',
  status: 200,
  body: chatRequestSchema,
  response: chatResponseSchema,
})

export type ChatMessage = z.infer<typeof chatMessageSchema>
export type ChatRequest = z.infer<typeof chatRequestSchema>
export type ChatResponse = z.infer<typeof chatResponseSchema>
export type ChatChunk = z.infer<typeof chatChunkSchema>
export type CallEvidence = z.infer<typeof callEvidenceSchema>
