import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'

/**
 * The error that a gateway's answer says: code, status, hint, details.
 *
 * @param body - the answer's JSON, in OpenAI's error shape
 * @returns undefined when it is no gateway's error
 */
export function gatewayError(status: number, body: unknown): OpenLedgerError | undefined {
  const parsed = errorBodySchema.safeParse(body)
  if (!parsed.success) return undefined
  const { code, hint, message, type, details } = parsed.data.error
  return new OpenLedgerError({ code, hint, type, status }, message, details === undefined ? {} : { details })
}
