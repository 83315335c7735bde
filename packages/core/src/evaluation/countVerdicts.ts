import type { EvaluationVerdicts } from '../api/evaluations.ts'
import { rate } from './measureQuestions.ts'

/** Counts verdicts on pairs; the rate is the adapter's share of those that were decided. */
export function countVerdicts(verdicts: readonly ('adapter' | 'base' | 'tie')[]): EvaluationVerdicts {
  const count = (which: (typeof verdicts)[number]) => verdicts.filter((verdict) => verdict === which).length
  const [adapter, base] = [count('adapter'), count('base')]
  return { adapter, base, tie: count('tie'), rate: rate(adapter, adapter + base) }
}
