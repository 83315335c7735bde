import { z } from 'zod'

/** What measureSpans.ts prints. */
export const measuredSchema = z.object({
  /** From documents in memory to the finished files. */
  buildSeconds: z.number(),
  shards: z.number(),
  /** Peak resident memory after building, MiB. */
  peakMib: z.number(),
  /** All queries, one after another, warm. */
  querySeconds: z.array(z.number()),
  counts: z.array(z.number()),
  /** Median time of the maximal spans of one text of 64 tokens, and their ranking, ms. */
  spansMs: z.number(),
})
export type Measured = z.infer<typeof measuredSchema>

/** What peers.py prints. */
export const peersSchema = z.object({
  infinigram: z.object({
    buildSeconds: z.number(),
    querySeconds: z.array(z.number()),
    counts: z.array(z.number()),
  }),
  divsufsortSeconds: z.number(),
})
