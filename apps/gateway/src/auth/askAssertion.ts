import type { RequestOptions } from '@openledger/core/api/webauthn.ts'
import type { ChallengePurpose } from '@openledger/db/schema/signInChallenges.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { CHALLENGE_LIFE_ms, giveChallenge } from './giveChallenge.ts'
import { relyingParty } from './relyingParty.ts'

/**
 * What a browser needs to use a passkey.
 *
 * @param asked.allowed the passkeys that may answer; none named: whichever the person picks
 * @throws PASSKEY_UNAVAILABLE
 */
export async function askAssertion(
  deps: Pick<GatewayDeps, 'db' | 'clock' | 'origins'>,
  asked: {
    readonly purpose: ChallengePurpose
    readonly boundTo: string
    readonly allowed: RequestOptions['allowCredentials']
  },
): Promise<RequestOptions> {
  const { purpose, boundTo, allowed } = asked
  const { rpId } = relyingParty(deps.origins())
  const { challenge } = await giveChallenge(deps, { purpose, boundTo, alphabet: 'base64url' })
  return { rpId, challenge, timeout: CHALLENGE_LIFE_ms, allowCredentials: allowed, userVerification: 'required' }
}
