import { createHash } from 'node:crypto'
import type { KeyScope } from '@openledger/core/api/keys.ts'
import type { Address, Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { KeyRing } from './createKeyRing.ts'
import { readToken } from './readToken.ts'

/** Whom an API key stands for, the channel that pays for its calls, and who signs that channel's vouchers. */
export type KeyOwner = {
  readonly keyId: string
  readonly account: Address
  readonly channelId: Hash32
  readonly signing: 'gateway' | 'local'
}

/** What the database keeps of a key or session token: 256 random bits, so a plain SHA-256 can't be guessed back. */
export function hashToken(token: string): Hash32 {
  return `0x${createHash('sha256').update(token).digest('hex')}`
}

/**
 * Who holds the API key of a request.
 *
 * @param authorization - the header, `Bearer …`
 * @param scope - what the request is for
 * @throws AUTH_KEY_MISSING, AUTH_KEY_INVALID (unknown or revoked), AUTH_KEY_EXPIRED, KEY_SCOPE_MISSING
 */
export async function findKey(
  keys: KeyRing,
  authorization: string | null,
  scope: KeyScope,
  now_ms: number,
): Promise<KeyOwner> {
  const apiKey = readToken(authorization)
  if (apiKey === undefined) throw new OpenLedgerError(gatewayErrors.AUTH_KEY_MISSING, 'The request carries no API key.')
  const row = await keys.find(hashToken(apiKey))
  if (row === undefined || row.revokedAt !== null) {
    throw new OpenLedgerError(gatewayErrors.AUTH_KEY_INVALID, 'The API key is not known or was revoked.')
  }
  if (row.expiresAt !== null && row.expiresAt.getTime() <= now_ms)
    throw new OpenLedgerError(gatewayErrors.AUTH_KEY_EXPIRED, `The API key ended at ${row.expiresAt.toISOString()}.`)
  if (!row.scopes.includes(scope)) {
    const what = scope === 'train' ? 'trains nothing' : 'makes no calls'
    throw new OpenLedgerError(gatewayErrors.KEY_SCOPE_MISSING, `The API key ${what}.`)
  }
  const { id, account, channelId, signing } = row
  return { keyId: id, account, channelId, signing }
}
