import type { CreationOptions } from '@openledger/core/api/webauthn.ts'
import type { ChallengePurpose } from '@openledger/db/schema/signInChallenges.ts'
import { cose } from '@simplewebauthn/server/helpers'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { CHALLENGE_LIFE_ms, giveChallenge } from './giveChallenge.ts'
import { relyingParty } from './relyingParty.ts'

/** Signatures that are taken, the best liked first. */
export const PASSKEY_ALGORITHMS: readonly number[] = [cose.COSEALG.ES256, cose.COSEALG.EdDSA, cose.COSEALG.RS256]

/** A passkey that an account has already. */
type KnownPasskey = CreationOptions['excludeCredentials'][number]

/**
 * What a browser needs to make a passkey: one that its authenticator finds by itself and that verifies its user, with
 * no word about the authenticator's make.
 *
 * @param asked.userHandle what authenticators know the account by, base64url
 * @throws PASSKEY_UNAVAILABLE
 */
export async function askRegistration(
  deps: Pick<GatewayDeps, 'db' | 'clock' | 'origins'>,
  asked: {
    readonly purpose: ChallengePurpose
    readonly boundTo: string
    readonly userHandle: string
    readonly name: string
    readonly known: readonly KnownPasskey[]
  },
): Promise<CreationOptions> {
  const { purpose, boundTo, userHandle, name, known } = asked
  const { rpId } = relyingParty(deps.origins())
  const { challenge } = await giveChallenge(deps, { purpose, boundTo, alphabet: 'base64url' })
  return {
    rp: { id: rpId, name: 'OpenLedger' },
    user: { id: userHandle, name, displayName: name },
    challenge,
    pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_LIFE_ms,
    excludeCredentials: [...known],
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  }
}
