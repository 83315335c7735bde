import { z } from 'zod'
import type { Hex } from '../columns.ts'

const hexSchema = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value))

/** What `calls.retrieved` holds: the records that were put before the model, best first. */
export const retrievedSchema = z.array(
  z.object({
    commitment: hexSchema,
    versionRoot: hexSchema,
    /** Cosine of question and record, −1 to 1. */
    similarity: z.number(),
    title: z.string(),
    url: z.string(),
  }),
)
export type Retrieved = z.infer<typeof retrievedSchema>
