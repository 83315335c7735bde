import type { Assertion } from '@openledger/core/api/webauthn.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { fromBase64url } from '@openledger/core/json/base64url.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { keptAccounts } from '@openledger/db/schema/keptAccounts.ts'
import { passkeys } from '@openledger/db/schema/passkeys.ts'
import type { ChallengePurpose } from '@openledger/db/schema/signInChallenges.ts'
import { verifyAuthenticationResponse } from '@simplewebauthn/server'
import { and, eq, lt, or, sql } from 'drizzle-orm'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { challengeOf } from './challengeOf.ts'
import { signInErrors } from './errors.ts'
import { relyingParty } from './relyingParty.ts'
import { takeChallenge } from './takeChallenge.ts'

/**
 * Whose passkey answered a challenge, which is used up by this. A passkey that is not known and an answer that is wrong
 * are refused in the same words, so nobody learns which passkeys there are; the reason is in the gateway's log.
 *
 * Source: WebAuthn Level 3, §7.2.
 * @throws PASSKEY_CHALLENGE_UNKNOWN, PASSKEY_REFUSED, PASSKEY_CLONED, PASSKEY_UNAVAILABLE
 */
export async function verifyAssertion(
  deps: Pick<GatewayDeps, 'db' | 'clock' | 'origins' | 'logger'>,
  assertion: Assertion,
  expected: { readonly purpose: ChallengePurpose; readonly boundTo?: string },
): Promise<{ readonly account: Address; readonly passkeyId: string }> {
  const { id, rawId, type, response } = assertion
  const { rpId, origins } = relyingParty(deps.origins())
  const challenge = challengeOf(response.clientDataJSON)
  const taken = challenge === undefined ? undefined : await takeChallenge(deps, { ...expected, challenge })
  if (challenge === undefined || taken === undefined)
    throw new OpenLedgerError(signInErrors.PASSKEY_CHALLENGE_UNKNOWN, 'The passkey answers no challenge of now.')
  const [known] = await deps.db
    .select({ account: passkeys.account, publicKey: passkeys.publicKey, userHandle: keptAccounts.userHandle })
    .from(passkeys)
    .innerJoin(keptAccounts, eq(keptAccounts.account, passkeys.account))
    .where(eq(passkeys.id, id))
  const refuse = (cause: unknown): never => {
    deps.logger.info({ reason: String(cause) }, 'a passkey was refused')
    throw new OpenLedgerError(signInErrors.PASSKEY_REFUSED, 'No passkey of this site has answered.', { cause })
  }
  if (known === undefined) return refuse('it is not known')
  // Who was not named beforehand has to be named by the authenticator (§7.2, step 6).
  const handle = response.userHandle ?? (expected.purpose === 'confirm' ? known.userHandle : undefined)
  if (handle !== known.userHandle) refuse('it names another account, or none')
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { id, rawId, type, clientExtensionResults: {}, response },
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: rpId,
    requireUserVerification: true,
    // The counter is compared below, where it is written: two answers at once can't both pass.
    credential: { id, publicKey: Uint8Array.from(fromBase64url(known.publicKey)), counter: 0 },
  }).catch(refuse)
  if (!verified) refuse('its signature is wrong')
  await countUse(deps, id, authenticationInfo)
  return { account: known.account, passkeyId: id }
}

/**
 * Writes a use down. An authenticator that counts must have counted on since the last one: else two have the same key.
 *
 * @throws PASSKEY_CLONED
 */
async function countUse(
  { db, clock, logger }: Pick<GatewayDeps, 'db' | 'clock' | 'logger'>,
  id: string,
  { newCounter, credentialBackedUp }: { readonly newCounter: number; readonly credentialBackedUp: boolean },
): Promise<void> {
  const countsNot = and(eq(passkeys.counter, 0), sql`${newCounter} = 0`)
  const written = await db
    .update(passkeys)
    .set({ counter: newCounter, backedUp: credentialBackedUp, lastUsedAt: new Date(clock.now()) })
    .where(and(eq(passkeys.id, id), or(lt(passkeys.counter, newCounter), countsNot)))
    .returning({ id: passkeys.id })
  if (written.length > 0) return
  logger.warn({ passkeyId: id, counter: newCounter }, 'a passkey’s counter went back')
  throw new OpenLedgerError(signInErrors.PASSKEY_CLONED, 'This passkey has been used further elsewhere.')
}
