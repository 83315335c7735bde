import { z } from 'zod'
import { outputSchemaSchema } from './outputSchema.ts'

/** A function that an answer may call: its name, and the schema of its arguments. */
const toolSchema = z.strictObject({ name: z.string().regex(/^[\w-]{1,64}$/), parameters: outputSchemaSchema })

/**
 * What an answer must be when it may not be just any text: some JSON object, JSON that follows a schema, or the call of
 * a function, `{"name": …, "arguments": …}`. Unless a call is `required` it may also be text that begins with no brace.
 */
export const outputFormatSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({ type: z.literal('json_schema'), schema: outputSchemaSchema }),
  z.strictObject({
    type: z.literal('tool_call'),
    tools: z.array(toolSchema).min(1).max(64),
    required: z.boolean(),
  }),
])
export type OutputFormat = z.output<typeof outputFormatSchema>
