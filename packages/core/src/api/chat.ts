import { z } from 'zod'
import { outputSchemaSchema } from '../outputSchema/outputSchema.ts'
import { defineApiRoute } from './apiRoute.ts'
import { CHOICES_MAX, callEvidenceSchema, choiceFields, generationFields, usageSchema } from './generation.ts'
import { countSchema } from './primitives.ts'
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
  ...generationFields,
  messages: z.array(chatMessageSchema).min(1).max(256),
  max_completion_tokens: z.int().min(1).nullish(),
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

export const finishReasonSchema = z.enum(['stop', 'length', 'tool_calls'])

export const chatResponseSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: countSchema,
  model: z.string(),
  choices: z
    .array(
      z.object({
        ...choiceFields,
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
    .min(1)
    .max(CHOICES_MAX),
  usage: usageSchema,
  /** Of the first choice's call. */
  openledger: callEvidenceSchema,
})

/** One `data:` line of a streamed answer; the last before `[DONE]` carries `openledger`, of the first choice's call. */
export const chatChunkSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion.chunk'),
  created: countSchema,
  model: z.string(),
  choices: z.array(
    z.object({
      ...choiceFields,
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
  responseText: 'text/event-stream',
})

export type ChatMessage = z.infer<typeof chatMessageSchema>
export type ChatRequest = z.infer<typeof chatRequestSchema>
export type ChatResponse = z.infer<typeof chatResponseSchema>
export type ChatChunk = z.infer<typeof chatChunkSchema>
