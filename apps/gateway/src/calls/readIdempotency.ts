import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import { gatewayErrors } from '../errors.ts'

/** The name that a caller gave a request, and what it was. */
export type Idempotency = { readonly key: string; readonly requestHash: Hash32 }

/**
 * Reads the header `idempotency-key` (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param bytes - the request's body
 * @returns undefined without the header
 * @throws IDEMPOTENCY_KEY_INVALID
 */
export function readIdempotency(headers: Headers, bytes: Uint8Array): Idempotency | undefined {
  const key = headers.get('idempotency-key')
  if (key === null) return undefined
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw new OpenLedgerError(
      gatewayErrors.IDEMPOTENCY_KEY_INVALID,
      'The Idempotency-Key is empty, too long or not ASCII.',
    )
  return { key, requestHash: hashBytes(bytes) }
}
