import { z } from 'zod'
import type { Hex } from '../columns.ts'

const hexSchema = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value))
/** Bytes of a text's UTF-8: `start` up to, not including, `end`. */
const bytes = { start: z.int().min(0), end: z.int().min(1) }

/** What `attributions.evidence` holds as `spans`: pieces of the answer that records have word for word. No content. */
export const spansSchema = z.array(
  z.object({
    ...bytes,
    /** How often the piece occurs in the records of the versions that were looked at. */
    count: z.int().min(1),
    /** How unlikely it is that its words come together by chance, nats. */
    rarity: z.number(),
    /** The first records that have it, and where: `text`, `answer` or `prompts.N` of the record's content. */
    records: z.array(z.object({ commitment: hexSchema, part: z.string(), ...bytes })),
  }),
)
export type Spans = z.infer<typeof spansSchema>
