import { trainResultEventSchema } from '../trainer/trainerEvents.ts'
import type { AdapterRow } from './adapterRows.ts'

/**
 * What a training tells of itself in figures, by name. Null for an adapter that an earlier trainer made, which told less.
 */
export function figuresOf({ result }: Pick<AdapterRow, 'result'>): Record<string, number> | null {
  const { data } = trainResultEventSchema.safeParse(result)
  if (data === undefined) return null
  const { steps, stepsRun, records, heldOut, heldOutLoss, tokens, trainSeconds, indexSeconds } = data
  return {
    steps,
    stepsRun,
    records,
    heldOut,
    tokens,
    trainSeconds,
    indexSeconds,
    ...(heldOutLoss !== null && { heldOutLoss }),
  }
}
