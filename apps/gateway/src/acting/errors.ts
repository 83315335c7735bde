import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What the gateway refuses to sign or send for an account whose key it keeps. */
export const actingErrors = defineErrors({
  ACTING_CALL_REFUSED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Send calls that docs/signing-in.md lists; for anything else export the key and use a wallet.',
  },
  ACTING_SIGNATURE_REFUSED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Ask for the signature of a contribution of your own account, for this chain’s DatanetRegistry.',
  },
  ACTING_CONFIRMATION_NEEDED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Confirm this very call with a passkey: ask POST /v1/auth/confirmations for `send-transaction` with the call’s hash, and send the answer along.',
  },
  ACTING_GAS_SPENT: {
    status: 429,
    type: 'rate_limit_error',
    hint: 'Try again after the seconds that the header retry-after gives, or send ether for gas to the account yourself.',
  },
  ACTING_GAS_UNSTABLE: {
    status: 503,
    type: 'server_error',
    hint: 'Try again with the same key in a minute: gas becomes dearer faster than it can be given.',
  },
})
