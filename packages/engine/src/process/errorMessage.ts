import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../errors.ts'
import type { ErrorMessage } from './messages.ts'

const byCode = new Map(Object.values(engineErrors).map((descriptor) => [descriptor.code, descriptor]))

/** An error as it travels to another process; one without a code becomes ENGINE_INTERNAL. */
export function toErrorMessage(error: unknown): ErrorMessage {
  const known = OpenLedgerError.find(error)
  if (known) return { code: known.code, message: known.message, details: { ...known.details } }
  const message = error instanceof Error ? error.message : String(error)
  return { code: engineErrors.ENGINE_INTERNAL.code, message, details: {} }
}

/** The error again, with its status and hint. */
export function fromErrorMessage({ code, message, details }: ErrorMessage): OpenLedgerError {
  return new OpenLedgerError(byCode.get(code) ?? engineErrors.ENGINE_INTERNAL, message, { details })
}
