import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'

/**
 * Asserts that every text of a request can be kept: PostgreSQL has no NUL, and half a surrogate pair is no character.
 *
 * @throws REQUEST_INVALID
 */
export function assertStorable(request: object): void {
  if (holdsStrangeText(request)) {
    throw new OpenLedgerError(
      gatewayErrors.REQUEST_INVALID,
      'A text of the request holds a NUL (U+0000) or half a surrogate pair.',
    )
  }
}

function holdsStrangeText(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, part]) => holdsStrangeText(name) || holdsStrangeText(part))
}
