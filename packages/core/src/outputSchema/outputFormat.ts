import { z } from 'zod'
import { outputSchemaSchema } from './outputSchema.ts'

/** What an answer must be when it may not be just any text: some JSON object, or JSON that follows a schema. */
export const outputFormatSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({ type: z.literal('json_schema'), schema: outputSchemaSchema }),
])
export type OutputFormat = z.output<typeof outputFormatSchema>
