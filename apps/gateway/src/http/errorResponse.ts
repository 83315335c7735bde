import { toChainError } from '@openledger/chain/rpc/toChainError.ts'
import type { ErrorBody } from '@openledger/core/api/errorBody.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { BaseError } from 'viem'
import { gatewayErrors } from '../errors.ts'
import type { GatewayLogger } from '../gatewayLogger.ts'

/**
 * The registered error behind whatever was thrown: our own, the chain being out of reach, or an internal one whose
 * words stay in the log.
 */
export function toOpenLedgerError(error: unknown): OpenLedgerError {
  const own = OpenLedgerError.find(error)
  if (own !== undefined) return own
  if (error instanceof BaseError) return toChainError(error, 'The chain', [])
  return new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, 'Something went wrong inside the gateway.', {
    cause: error,
  })
}

/** An error in OpenAI's shape. */
export function errorBody(error: OpenLedgerError): ErrorBody {
  const { param, ...details } = error.details
  return {
    error: {
      message: error.message,
      type: error.type,
      code: error.code,
      param: typeof param === 'string' && param !== '' ? param : null,
      hint: error.hint,
      ...(Object.keys(details).length > 0 ? { details } : {}),
    },
  }
}

/** The HTTP answer to an error; `retry-after` where trying again can help. */
export function errorResponse(error: OpenLedgerError): Response {
  const response = Response.json(errorBody(error), { status: error.status })
  const { retryAfter_s } = error.details
  if (retryAfter_s !== undefined) response.headers.set('retry-after', String(retryAfter_s))
  return response
}

/** The HTTP answer to a method that a route does not have (RFC 9110 §15.5.6). */
export function methodRefused(method: string, path: string, allowed: readonly string[]): Response {
  const message = `${path} takes ${allowed.join(', ')}, not ${method.slice(0, 16)}.`
  const response = errorResponse(new OpenLedgerError(gatewayErrors.REQUEST_METHOD_NOT_ALLOWED, message))
  response.headers.set('allow', allowed.join(', '))
  return response
}

/** The HTTP answer to whatever was thrown; what is the gateway's own fault is logged with its causes. */
export function failureResponse(error: unknown, logger: GatewayLogger): Response {
  const known = toOpenLedgerError(error)
  if (known.status >= 500) logger.error({ code: known.code, error: causes(known) }, 'request failed')
  return errorResponse(known)
}

/** Names and messages along the causes. */
function causes(error: unknown): string {
  const parts: string[] = []
  for (let current = error; current instanceof Error; current = current.cause)
    parts.push(`${current.name}: ${current.message}`)
  return parts.join(' <- ').slice(0, 4000)
}
