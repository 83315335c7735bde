import { int64Schema } from '@openledger/core/primitives/integers.ts'
import { z } from 'zod'
import type { Hex } from '../columns.ts'

const hexSchema = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value))

/**
 * What `attributions.evidence` holds as `citations.sentences`: what each cited record did for each sentence of the answer,
 * in micro-nats; `start` and `end` are bytes of the answer's UTF-8. No content.
 */
export const sentencesSchema = z.array(
  z.object({
    start: z.int().min(0),
    end: z.int().min(1),
    citations: z.array(z.object({ commitment: hexSchema, score: int64Schema })),
  }),
)
export type Sentences = z.infer<typeof sentencesSchema>
