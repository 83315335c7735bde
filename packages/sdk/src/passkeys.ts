import {
  type ConfirmedAction,
  createAccount,
  createAccountOptions,
  createConfirmation,
  createPasskey,
  createPasskeyOptions,
  createPasskeySession,
  createPasskeySessionOptions,
  exportKey,
  type Passkey,
  removePasskey,
} from '@openledger/core/api/passkeys.ts'
import type { OpenedSession } from '@openledger/core/api/sessions.ts'
import type { Assertion, CreationOptions, Registration, RequestOptions } from '@openledger/core/api/webauthn.ts'
import { callRoute } from './callRoute.ts'
import type { OpenLedger } from './createOpenLedger.ts'

/** What makes and uses passkeys: a browser, e.g. by `@simplewebauthn/browser`. */
export type Authenticator = {
  readonly create: (options: CreationOptions) => Promise<Registration>
  readonly get: (options: RequestOptions) => Promise<Assertion>
}

type Client = Pick<OpenLedger, 'caller'>

/**
 * Makes an account for a person without a wallet: a new passkey opens it, and the gateway makes its key and keeps it
 * until it is exported and beyond (docs/signing-in.md says what that means).
 *
 * @param name what the person's devices show for the account
 * @throws the gateway's errors: PASSKEY_*, ACCOUNTS_TOO_MANY; what the authenticator throws
 */
export async function createPasskeyAccount(
  { caller }: Client,
  authenticator: Authenticator,
  name = 'OpenLedger',
): Promise<OpenedSession> {
  const options = await callRoute(createAccountOptions, { body: { name } }, caller)
  const registration = await authenticator.create(options)
  return callRoute(createAccount, { body: { registration } }, caller)
}

/** Signs in with a passkey that the person picks. @throws the gateway's errors: PASSKEY_* */
export async function signInWithPasskey({ caller }: Client, authenticator: Authenticator): Promise<OpenedSession> {
  const options = await callRoute(createPasskeySessionOptions, {}, caller)
  return callRoute(createPasskeySession, { body: { assertion: await authenticator.get(options) } }, caller)
}

/** Adds a passkey to the account of the session, which a passkey that it has confirms first. @throws PASSKEY_* */
export async function addAccountPasskey(client: Client, authenticator: Authenticator, name: string): Promise<Passkey> {
  const { caller } = client
  const confirmation = await confirm(client, authenticator, 'add-passkey')
  const options = await callRoute(createPasskeyOptions, { body: { confirmation } }, caller)
  const registration = await authenticator.create(options)
  return callRoute(createPasskey, { body: { registration, name } }, caller)
}

/** Removes a passkey and ends its sessions, confirmed by a passkey. @throws PASSKEY_LAST and others of PASSKEY_* */
export async function removeAccountPasskey(
  client: Client,
  authenticator: Authenticator,
  passkeyId: string,
): Promise<void> {
  const confirmation = await confirm(client, authenticator, 'remove-passkey', passkeyId)
  await callRoute(removePasskey, { params: { id: passkeyId }, body: { confirmation } }, client.caller)
}

/** The private key of the session's account, confirmed by a passkey. @throws ACCOUNT_NOT_KEPT, PASSKEY_* */
export async function exportAccountKey(client: Client, authenticator: Authenticator): Promise<`0x${string}`> {
  const confirmation = await confirm(client, authenticator, 'export-key')
  return (await callRoute(exportKey, { body: { confirmation } }, client.caller)).privateKey
}

async function confirm(
  { caller }: Client,
  authenticator: Authenticator,
  action: ConfirmedAction,
  passkeyId?: string,
): Promise<Assertion> {
  const body = { action, ...(passkeyId === undefined ? {} : { passkeyId }) }
  return authenticator.get(await callRoute(createConfirmation, { body }, caller))
}
