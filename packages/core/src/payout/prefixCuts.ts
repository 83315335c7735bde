import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'

/**
 * Cuts an amount by weights so that the parts always sum to the amount and each part can be checked
 * alone: part_i = ⌊amount·P_i/whole⌋ − ⌊amount·P_{i−1}/whole⌋, P the running sum of weights.
 * @param amount ≥ 0
 * @param weights each ≥ 0, their sum exactly `whole`
 * @param whole > 0
 * @throws CORE_INTEGER_RANGE
 */
export function prefixCuts(amount: bigint, weights: readonly bigint[], whole: bigint): bigint[] {
  if (amount < 0n || whole <= 0n || weights.some((weight) => weight < 0n)) {
    throw new OpenLedgerError(
      coreErrors.CORE_INTEGER_RANGE,
      `Cannot cut ${amount} by weights of ${whole}: all must be positive.`,
    )
  }
  const parts: bigint[] = []
  let running = 0n
  let before = 0n
  for (const weight of weights) {
    running += weight
    const upTo = (amount * running) / whole
    parts.push(upTo - before)
    before = upTo
  }
  if (running !== whole)
    throw new OpenLedgerError(coreErrors.CORE_INTEGER_RANGE, `The weights sum to ${running}, not to ${whole}.`)
  return parts
}
