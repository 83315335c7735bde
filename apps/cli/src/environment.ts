import { z } from 'zod'

/** Environment variables that the command line reads; everything else of the environment is left alone. */
export const environmentSchema = z.object({
  /** State folder. */
  OPENLEDGER_HOME: z.string().min(1).optional(),
  /** A second RPC that has to agree with the first, for verify and watch. */
  OPENLEDGER_COMPARE_RPC: z.url().optional(),
  /** Any value: no colours. */
  NO_COLOR: z.string().optional(),
})

export type Environment = z.output<typeof environmentSchema>
