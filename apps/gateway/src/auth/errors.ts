import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can keep somebody from signing in, or a session from doing something. */
export const signInErrors = defineErrors({
  SESSION_MISSING: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign in first (POST /v1/auth/siwe or /v1/auth/passkey-sessions) and send `Authorization: Bearer <token>`.',
  },
  SESSION_INVALID: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign in again: the session has ended, was signed out, or never was one of this gateway.',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use the id of a session that GET /v1/auth/sessions lists.',
  },
  SESSIONS_TOO_MANY: {
    status: 429,
    type: 'rate_limit_error',
    hint: 'Sign in after the seconds that the header retry-after gives; who has a channel here need not wait.',
  },
  SIWE_DOMAIN_WRONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Sign in at an address that the gateway is reached under; its operator sets them (`origins` of the node).',
  },
  SIWE_CHAIN_WRONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name the chain of this gateway, which GET /v1/info tells.',
  },
  SIWE_TIME_WRONG: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign a new message now; if that fails too, set your clock.',
  },
  SIWE_NONCE_UNKNOWN: {
    status: 401,
    type: 'authentication_error',
    hint: 'Ask POST /v1/auth/nonces for a nonce and use it once, within ten minutes, for the domain that it was given for.',
  },
  SIWE_SIGNATURE_WRONG: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign the very text that is sent, with the account that it names.',
  },
  PASSKEY_UNAVAILABLE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Reach the gateway under a name instead of a number: http://localhost:PORT, or an `origins` of the node.',
  },
  PASSKEY_CHALLENGE_UNKNOWN: {
    status: 401,
    type: 'authentication_error',
    hint: 'Begin again: a challenge works once, within ten minutes, for what it was asked for.',
  },
  PASSKEY_REFUSED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Use a passkey that was made for this site, on this site, and verify yourself to your device.',
  },
  PASSKEY_CLONED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign in with another passkey and remove this one: somebody seems to have a copy of it.',
  },
  PASSKEY_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use the id of a passkey that GET /v1/auth/passkeys lists.',
  },
  PASSKEY_EXISTS: {
    status: 409,
    type: 'conflict_error',
    hint: 'Sign in with it: this passkey is known already.',
  },
  PASSKEY_LAST: {
    status: 409,
    type: 'conflict_error',
    hint: 'Add another passkey before you remove the last one: nothing else opens the account.',
  },
  PASSKEY_TOO_MANY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Remove a passkey that you no longer use.',
  },
  ACCOUNT_NOT_KEPT: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use your wallet: it has the key, and signs you in. Passkeys belong to accounts that were made with one.',
  },
  ACCOUNTS_TOO_MANY: {
    status: 429,
    type: 'rate_limit_error',
    hint: 'Make the account after the seconds that the header retry-after gives, or sign in with a wallet.',
  },
})
