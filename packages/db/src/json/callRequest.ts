import { routeSchema } from '@openledger/core/api/generation.ts'
import { outputFormatSchema } from '@openledger/core/outputSchema/outputFormat.ts'
import { z } from 'zod'

const messagesSchema = z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))

/** What `calls.request` holds. */
export const callRequestSchema = z.object({
  /** The caller's messages; the receipt's request hash is over their canonical JSON. */
  messages: messagesSchema,
  /** What the model was given: the messages, with the retrieved context where the model retrieves. */
  prompt: messagesSchema,
  params: z.object({
    maxTokens: z.int(),
    temperature: z.number(),
    topP: z.number(),
    seed: z.int().nullable(),
    stop: z.array(z.string()),
    output: outputFormatSchema.optional(),
  }),
  /** Why it went to this model, where the caller left the choice. */
  route: routeSchema.optional(),
})
export type CallRequest = z.infer<typeof callRequestSchema>
