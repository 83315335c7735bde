import { z } from 'zod'

/** What one seeded run found; kept, so that a bench that was stopped goes on. */
export const outcomeSchema = z.strictObject({
  seed: z.int(),
  /** Index at the end as a clean one, and at each success under lies as the chain up to there. */
  indexEqual: z.boolean(),
  /** Deposits that arrived more than once. */
  doubled: z.int(),
  /** Deposits that did not arrive. */
  lost: z.int(),
  killAfter: z.string(),
  /** Whether the process ended by that kill. */
  killed: z.boolean(),
  lie: z.string(),
  lies: z.int(),
  /** Reads of the index that failed with a code while the RPC lied, by code. */
  noticed: z.record(z.string(), z.int()),
  depth: z.int(),
  /** Only for a reorganisation below finality: whether the indexer stopped. */
  stopped: z.boolean().nullable(),
  note: z.string(),
  seconds: z.number(),
})
export type Outcome = z.output<typeof outcomeSchema>
