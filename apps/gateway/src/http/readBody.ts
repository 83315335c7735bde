import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'

/**
 * Reads a body whole, but never more than the limit, whatever its headers claim.
 *
 * @param bytesMax - greatest length in bytes
 * @throws REQUEST_BODY_TOO_LARGE
 */
export async function readBody(request: Request, bytesMax: number): Promise<Uint8Array> {
  const refuse = (): never => {
    throw new OpenLedgerError(gatewayErrors.REQUEST_BODY_TOO_LARGE, `The body has more than ${bytesMax} bytes.`, {
      details: { limit: bytesMax },
    })
  }
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) refuse()
  if (request.body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let total = 0
  for await (const chunk of request.body) {
    total += chunk.length
    if (total > bytesMax) refuse()
    chunks.push(chunk)
  }
  const whole = new Uint8Array(total)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
