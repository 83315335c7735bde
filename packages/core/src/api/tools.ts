import { z } from 'zod'
import { outputSchemaSchema } from '../outputSchema/outputSchema.ts'

const nameSchema = z.string().regex(/^[\w-]{1,64}$/)

/** A function that the model may ask its caller to call, in OpenAI's shape. */
export const toolSchema = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: nameSchema,
    description: z.string().max(10_000).nullish(),
    /** An object's schema. */
    parameters: outputSchemaSchema
      .refine((schema) => schema.type === 'object', 'must be the schema of an object')
      .optional(),
    /** True: a keyword that cannot be kept is refused; else it is left out, and named in `x-openledger-ignored`. */
    strict: z.boolean().nullish(),
  }),
})

/** Whether the model may call, must, or must call this one. */
export const toolChoiceSchema = z.union([
  z.enum(['none', 'auto', 'required']),
  z.strictObject({ type: z.literal('function'), function: z.strictObject({ name: nameSchema }) }),
])

/** A call that the model asked for. `arguments` is JSON as the model wrote it; cut where the answer was. */
export const toolCallSchema = z.object({
  id: z.string().min(1).max(128),
  type: z.literal('function'),
  function: z.object({ name: z.string().min(1).max(64), arguments: z.string() }),
})

/** A piece of a call in a streamed answer: the first has id and name, each more of the arguments. */
export const toolCallDeltaSchema = z.object({
  index: z.literal(0),
  id: z.string().optional(),
  type: z.literal('function').optional(),
  function: z.object({ name: z.string().optional(), arguments: z.string() }),
})

export type Tool = z.infer<typeof toolSchema>
export type ToolCall = z.infer<typeof toolCallSchema>
export type ToolCallDelta = z.infer<typeof toolCallDeltaSchema>
