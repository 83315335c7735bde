import { microNats } from './microNats.ts'

/** Log-probabilities of one answer, in nats. */
export type AnswerLogProbabilities = {
  readonly baseWithoutContext: number
  readonly adapterWithoutContext: number
  readonly adapterWithContext: number
  readonly baseWithContext: number
}

/** Parts per million; the two sum to 1,000,000. */
export type MethodShares = { readonly influencePpm: number; readonly citationPpm: number }

const million = 1_000_000n

/**
 * Cuts a call's attribution between influence (the adapter) and citations (the context) by how much each raised the
 * answer's log-probability. Each is credited with its Shapley value of a game of two: the mean of what it adds alone
 * and what it adds to the other (Shapley 1953), so that neither gains by being counted first. What lowered the answer
 * counts as 0; if neither raised it, each gets half.
 *
 * @returns integers, citations taking the rest of the division
 * @throws ATTRIBUTION_SCORE_INVALID
 */
export function shareOfInfluenceAndContext(sums: AnswerLogProbabilities): MethodShares {
  const base = microNats(sums.baseWithoutContext)
  const adapter = microNats(sums.adapterWithoutContext)
  const both = microNats(sums.adapterWithContext)
  const context = microNats(sums.baseWithContext)
  // Twice the Shapley values, so that all stays an integer.
  const byAdapter = atLeastZero(adapter - base + both - context)
  const byContext = atLeastZero(context - base + both - adapter)
  const all = byAdapter + byContext
  const influencePpm = Number(all === 0n ? million / 2n : (million * byAdapter) / all)
  return { influencePpm, citationPpm: Number(million) - influencePpm }
}

function atLeastZero(value: bigint): bigint {
  return value > 0n ? value : 0n
}
