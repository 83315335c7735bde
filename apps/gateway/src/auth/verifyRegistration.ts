import { type Registration, transportSchema } from '@openledger/core/api/webauthn.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { fromBase64url, toBase64url } from '@openledger/core/json/base64url.ts'
import type { passkeys } from '@openledger/db/schema/passkeys.ts'
import type { ChallengePurpose } from '@openledger/db/schema/signInChallenges.ts'
import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { PASSKEY_ALGORITHMS } from './askRegistration.ts'
import { challengeOf } from './challengeOf.ts'
import { signInErrors } from './errors.ts'
import { relyingParty } from './relyingParty.ts'
import { takeChallenge } from './takeChallenge.ts'

/** A passkey as it was made, and what its challenge was bound to. */
export type NewPasskey = Pick<
  typeof passkeys.$inferInsert,
  'id' | 'publicKey' | 'counter' | 'transports' | 'backedUp'
> & {
  readonly boundTo: string
}

/**
 * Reads a new passkey: made for this site and at one of its addresses, with its user verified, for a challenge that is
 * used up by this. An authenticator's word about its own make is refused: nobody asked for it, and to check it would
 * have the gateway fetch addresses that a stranger's certificate names.
 *
 * Source: WebAuthn Level 3, §7.1.
 * @throws PASSKEY_CHALLENGE_UNKNOWN, PASSKEY_REFUSED, PASSKEY_UNAVAILABLE
 */
export async function verifyRegistration(
  deps: Pick<GatewayDeps, 'db' | 'clock' | 'origins'>,
  registration: Registration,
  expected: { readonly purpose: ChallengePurpose; readonly boundTo?: string },
): Promise<NewPasskey> {
  const { id, rawId, type, response } = registration
  const { rpId, origins } = relyingParty(deps.origins())
  const challenge = challengeOf(response.clientDataJSON)
  const taken = challenge === undefined ? undefined : await takeChallenge(deps, { ...expected, challenge })
  if (challenge === undefined || taken === undefined)
    throw new OpenLedgerError(signInErrors.PASSKEY_CHALLENGE_UNKNOWN, 'The passkey answers no challenge of now.')
  try {
    const attestation = decodeAttestationObject(Uint8Array.from(fromBase64url(response.attestationObject)))
    const format = attestation.get('fmt')
    const self = format === 'packed' && attestation.get('attStmt').get('x5c') === undefined
    if (format !== 'none' && !self) throw new Error('it comes with an attestation')
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId,
        type,
        clientExtensionResults: {},
        response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
      },
      expectedChallenge: challenge,
      expectedOrigin: origins,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
    })
    if (!verified) throw new Error('its signature is wrong')
    const { credential, credentialBackedUp } = registrationInfo
    if (credential.id !== id) throw new Error('it is called one thing outside and another inside')
    return {
      id,
      publicKey: toBase64url(credential.publicKey),
      counter: credential.counter,
      transports: (response.transports ?? []).filter((one) => transportSchema.safeParse(one).success),
      backedUp: credentialBackedUp,
      boundTo: taken.boundTo,
    }
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.slice(0, 200) : 'it cannot be read'
    throw new OpenLedgerError(signInErrors.PASSKEY_REFUSED, `The new passkey is not taken: ${why}.`, { cause })
  }
}
