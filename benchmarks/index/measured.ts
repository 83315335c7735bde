import { z } from 'zod'

/** A line of fidelity.py. */
export const fidelitySchema = z.object({
  records: z.number(),
  questions: z.number(),
  dimensions: z.number(),
  correlation: z.number(),
  rmsMicro: z.number(),
  sourceWhole: z.number(),
  sourceProjected: z.number(),
  sourced: z.number(),
  paidSourcesWhole: z.number(),
  paidSourcesProjected: z.number(),
  paysWhole: z.number(),
  paysProjected: z.number(),
  agreement: z.number(),
  thresholdWhole: z.number(),
  thresholdProjected: z.number(),
})
export type Fidelity = z.infer<typeof fidelitySchema>

/** Of each question, the records above the threshold: place and score × 10^6. */
const passingSchema = z.array(z.array(z.tuple([z.int(), z.int()])))
export type Passing = z.infer<typeof passingSchema>[number]

/** What `index_at_scale.py make` prints; cosines as quantiles .05, .5 and .95. */
export const madeSchema = z.object({
  rowSeconds: z.number(),
  buildSeconds: z.number(),
  appendSeconds: z.number(),
  bytes: z.number(),
  shards: z.number(),
  realRows: z.number(),
  noise: z.number(),
  nearestReal: z.array(z.number()),
  nearestMade: z.array(z.number()),
})
export type Made = z.infer<typeof madeSchema>

/** What `index_at_scale.py exact` prints. */
export const exactSchema = z.object({
  thresholdMicro: z.int(),
  passing: passingSchema,
  foundReal: z.number(),
  taughtReal: z.number(),
  seconds: z.number(),
})

/** What `index_at_scale.py ask` prints. Seconds a query: one value a batch of 32. */
export const askedSchema = z.object({
  openSeconds: z.number(),
  solveSeconds: z.number(),
  secondsPerQuery: z.array(z.number()),
  processorSecondsPerQuery: z.array(z.number()),
  peakMib: z.number(),
  peakMibBefore: z.number(),
  coarse: z.array(z.number()),
  passing: passingSchema,
})
export type Asked = z.infer<typeof askedSchema>
