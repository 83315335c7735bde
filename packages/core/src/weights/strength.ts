import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { INT64_MAX, INT64_MIN, inRange } from '../primitives/integers.ts'
import { REPUTATION_MAX_PPM, REPUTATION_MIN_PPM } from '../rules/rules.ts'

/**
 * How strongly a score counts: 0 at or below the threshold, else
 * ⌊(score − threshold) × reputationPpm / 10^6⌋ ^ exponent.
 * @throws CORE_INTEGER_RANGE for scores outside int64, WEIGHTS_INPUT_INVALID for another exponent or reputation
 */
export function strength(input: {
  readonly score: bigint
  readonly threshold: bigint
  readonly reputationPpm: number
  readonly exponent: 1 | 2
}): bigint {
  inRange(input.score, INT64_MIN, INT64_MAX, 'score')
  inRange(input.threshold, INT64_MIN, INT64_MAX, 'threshold')
  const { reputationPpm, exponent } = input
  if (!Number.isInteger(reputationPpm) || reputationPpm < REPUTATION_MIN_PPM || reputationPpm > REPUTATION_MAX_PPM) {
    throw new OpenLedgerError(coreErrors.WEIGHTS_INPUT_INVALID, `Reputation ${reputationPpm} ppm is out of bounds.`)
  }
  if (exponent !== 1 && exponent !== 2)
    throw new OpenLedgerError(coreErrors.WEIGHTS_INPUT_INVALID, `Exponent ${String(exponent)} is not 1 or 2.`)
  if (input.score <= input.threshold) return 0n
  const excess = ((input.score - input.threshold) * BigInt(reputationPpm)) / 1_000_000n
  return exponent === 1 ? excess : excess * excess
}
