import { z } from 'zod'

/** What measureTrees.ts prints: roots (payouts, their sum, claims, credits), wall times, proofs, peak resident memory. */
export const measuredSchema = z.strictObject({
  roots: z.array(z.string()),
  seconds: z.number(),
  creditSeconds: z.number(),
  proofMs: z.strictObject({ median: z.number(), max: z.number() }),
  peakMib: z.number(),
})
export type Measured = z.infer<typeof measuredSchema>
