import { isIP } from 'node:net'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { signInErrors } from './errors.ts'

/** Whom passkeys are made for: a host's name, and the addresses that it may be used at. */
export type RelyingParty = { readonly rpId: string; readonly origins: string[] }

/**
 * The gateway as browsers know it when they make and use passkeys: the first of its addresses that has a name, since
 * WebAuthn knows no numbers (§5.1.3). Passkeys stay bound to it, so it should not change.
 *
 * @param origins where the gateway is reached, as its operator says; never what a request's Host says
 * @throws PASSKEY_UNAVAILABLE
 */
export function relyingParty(origins: readonly string[]): RelyingParty {
  const hostOf = (origin: string) => new URL(origin).hostname
  const named = origins.find((origin) => !hostOf(origin).startsWith('[') && isIP(hostOf(origin)) === 0)
  if (named === undefined)
    throw new OpenLedgerError(signInErrors.PASSKEY_UNAVAILABLE, 'This gateway has no name that passkeys could be for.')
  const rpId = hostOf(named)
  return { rpId, origins: origins.filter((origin) => hostOf(origin) === rpId) }
}
