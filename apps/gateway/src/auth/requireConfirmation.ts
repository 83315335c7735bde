import type { ConfirmedAction } from '@openledger/core/api/passkeys.ts'
import type { Assertion } from '@openledger/core/api/webauthn.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'
import { signInErrors } from './errors.ts'
import type { SessionOwner } from './requireSession.ts'
import { verifyAssertion } from './verifyAssertion.ts'

/** What a confirmation's challenge is bound to: one session, one action, and the passkey or the call that it is about. */
export function confirmationBinding({ sessionId }: SessionOwner, action: ConfirmedAction, subject = ''): string {
  return `${sessionId} ${action} ${subject}`
}

/**
 * Makes sure that a person who has a passkey of the account wants this very action now. Who has stolen a session can do
 * none of these: neither take the key nor change who gets in.
 *
 * @throws PASSKEY_CHALLENGE_UNKNOWN, PASSKEY_REFUSED, PASSKEY_CLONED, PASSKEY_UNAVAILABLE
 */
export async function requireConfirmation(
  deps: Pick<GatewayDeps, 'db' | 'clock' | 'origins' | 'logger'>,
  session: SessionOwner,
  confirmed: { readonly action: ConfirmedAction; readonly subject?: string; readonly confirmation: Assertion },
): Promise<void> {
  const boundTo = confirmationBinding(session, confirmed.action, confirmed.subject)
  const { account } = await verifyAssertion(deps, confirmed.confirmation, { purpose: 'confirm', boundTo })
  if (account !== session.account)
    throw new OpenLedgerError(signInErrors.PASSKEY_REFUSED, 'The passkey belongs to another account.')
}
