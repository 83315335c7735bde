import {
  createAccount,
  createAccountOptions,
  createConfirmation,
  createPasskey,
  createPasskeyOptions,
  createPasskeySession,
  createPasskeySessionOptions,
  exportKey,
  listPasskeys,
  removePasskey,
} from '@openledger/core/api/passkeys.ts'
import {
  createSiweNonce,
  createSiweSession,
  deleteSession,
  getSession,
  listSessions,
  siweNonceSchema,
} from '@openledger/core/api/sessions.ts'
import { writeSiweMessage } from '@openledger/core/siwe/siweMessage.ts'
import { request } from '../../requests.ts'
import { defineRows } from '../row.ts'

const type = 'public-key'
const forged = (id: string, kind: 'webauthn.get' | 'webauthn.create') => ({
  id,
  rawId: id,
  type,
  response: {
    clientDataJSON: Buffer.from(JSON.stringify({ type: kind, challenge: 'AAAA', origin: 'http://localhost' })).toString(
      'base64url',
    ),
    ...(kind === 'webauthn.get' ? { authenticatorData: 'AAAA', signature: 'AAAA' } : { attestationObject: 'AAAA' }),
  },
})

export const rows = defineRows([
  {
    route: createAccountOptions,
    object: 'an account to be',
    ask: () => ({ path: '/v1/auth/accounts/options', body: {} }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createAccount,
    object: 'an account for a passkey that nobody asked for',
    ask: () => ({ path: '/v1/auth/accounts', body: { registration: forged('AAAA', 'webauthn.create') } }),
    outcomes: { anyone: 'PASSKEY_CHALLENGE_UNKNOWN' },
  },
  {
    route: createPasskeySessionOptions,
    object: 'a session to be',
    ask: () => ({ path: '/v1/auth/passkey-sessions/options' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createPasskeySession,
    object: 'a session of the kept account, by a forged assertion',
    ask: ({ passkeyId }) => ({
      path: '/v1/auth/passkey-sessions',
      body: { assertion: forged(passkeyId, 'webauthn.get') },
    }),
    outcomes: { anyone: 'PASSKEY_CHALLENGE_UNKNOWN' },
  },
  {
    route: createConfirmation,
    object: 'a confirmation by a passkey of one’s own',
    ask: () => ({ path: '/v1/auth/confirmations', body: { action: 'export-key' } }),
    outcomes: { keptAccount: 'allowed', anyone: 'ACCOUNT_NOT_KEPT' },
  },
  {
    route: listPasskeys,
    object: 'passkeys of one’s own',
    ask: () => ({ path: '/v1/auth/passkeys' }),
    outcomes: { keptAccount: 'allowed', anyone: 'ACCOUNT_NOT_KEPT' },
  },
  {
    route: createPasskeyOptions,
    object: 'another passkey, with a session but without the first passkey',
    ask: ({ passkeyId }) => ({
      path: '/v1/auth/passkeys/options',
      body: { confirmation: forged(passkeyId, 'webauthn.get') },
    }),
    outcomes: { anyone: 'PASSKEY_CHALLENGE_UNKNOWN' },
  },
  {
    route: createPasskey,
    object: 'another passkey, with a session but without a challenge',
    ask: () => ({ path: '/v1/auth/passkeys', body: { registration: forged('AAAA', 'webauthn.create') } }),
    outcomes: { anyone: 'PASSKEY_CHALLENGE_UNKNOWN' },
  },
  {
    route: removePasskey,
    object: 'the kept account’s passkey, with a session but without the passkey',
    ask: ({ passkeyId }) => ({
      path: `/v1/auth/passkeys/${passkeyId}/removal`,
      body: { confirmation: forged(passkeyId, 'webauthn.get') },
    }),
    outcomes: { anyone: 'PASSKEY_CHALLENGE_UNKNOWN' },
  },
  {
    route: exportKey,
    object: 'the kept account’s key, with a session but without the passkey',
    ask: ({ passkeyId }) => ({
      path: '/v1/auth/key-exports',
      body: { confirmation: forged(passkeyId, 'webauthn.get') },
    }),
    outcomes: { anyone: 'PASSKEY_CHALLENGE_UNKNOWN' },
  },
  {
    route: createSiweNonce,
    object: 'a nonce',
    ask: () => ({ path: '/v1/auth/nonces' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: createSiweSession,
    object: 'a session of the owner, by the stranger’s signature',
    ask: async ({ stack, address, account }) => {
      const asked = await request(stack.url, 'POST', '/v1/auth/nonces')
      const { nonce, domain, chainId } = siweNonceSchema.parse(asked.json)
      const uri = `http://${domain}`
      const about = { domain, uri, chainId, nonce, address: address('owner'), issuedAt: new Date().toISOString() }
      const message = writeSiweMessage(about)
      return { path: '/v1/auth/siwe', body: { message, signature: await account('stranger').signMessage({ message }) } }
    },
    outcomes: { anyone: 'SIWE_SIGNATURE_WRONG' },
  },
  {
    route: getSession,
    object: 'a session of one’s own',
    ask: () => ({ path: '/v1/auth/session' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: listSessions,
    object: 'sessions of one’s own',
    ask: () => ({ path: '/v1/auth/sessions' }),
    outcomes: { anyone: 'allowed' },
  },
  {
    route: deleteSession,
    object: 'a session of the payer',
    ask: async ({ spareSession }) => ({ path: `/v1/auth/sessions/${(await spareSession('payer')).id}` }),
    outcomes: { payer: 'allowed', anyone: 'SESSION_NOT_FOUND' },
  },
])
