import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { attributionErrors } from '../errors.ts'

/**
 * A difference of log-probabilities as an integer: nats to micro-nats, halves away from zero.
 *
 * @throws ATTRIBUTION_SCORE_INVALID for what is not finite or beyond 9·10^9 nats
 */
export function microNats(nats: number): bigint {
  const scaled = Math.abs(nats) * 1e6
  if (!(scaled <= Number.MAX_SAFE_INTEGER)) {
    throw new OpenLedgerError(
      attributionErrors.ATTRIBUTION_SCORE_INVALID,
      'A log-probability is not a finite number.',
      {
        details: { nats: String(nats) },
      },
    )
  }
  const whole = BigInt(Math.floor(scaled + 0.5))
  return nats < 0 ? -whole : whole
}
