import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** The client's own errors; the gateway's pass through with their codes. */
export const sdkErrors = defineErrors({
  SDK_UNREACHABLE: {
    status: 503,
    type: 'server_error',
    hint: 'Check the gateway’s address and that it runs, then try again.',
  },
  SDK_ACCOUNT_NEEDED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Give createOpenLedger an account that can sign, or, where a session will do, its token.',
  },
  SDK_SESSION_NEEDED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign in (signIn, signInWithPasskey) and give createOpenLedger the session’s token.',
  },
  SDK_WALLET_REFUSED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Open the wallet, let it connect to this site and sign there.',
  },
  SDK_WALLET_MISSING: {
    status: 401,
    type: 'authentication_error',
    hint: 'Open the page in the browser whose wallet has the account, and let the wallet connect to this site.',
  },
  SDK_WALLET_WRONG_CHAIN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Switch the wallet to the chain that the message names, then try again.',
  },
  SDK_WALLET_ANSWER_INVALID: {
    status: 502,
    type: 'server_error',
    hint: 'Update the wallet, or use another one: its answer does not have the form that EIP-1193 gives.',
  },
  SDK_DATANET_TAKEN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Choose another slug: what a Datanet was created with stays as it is.',
  },
  SDK_NOT_SIGNED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Export the key and sign with a wallet: for an account without one the gateway signs contributions only.',
  },
  SDK_TRANSACTION_LOST: {
    status: 409,
    type: 'conflict_error',
    hint: 'Look into the wallet: if the transaction was replaced there, see whether its effect is there; else send it again.',
  },
  SDK_TRANSACTION_WAITS: {
    status: 504,
    type: 'server_error',
    hint: 'Come back later: the same action waits for this transaction and sends no second one.',
  },
  SDK_FEE_TOO_HIGH: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Nothing was signed. Raise maxFee if the call is worth it, or lower max_tokens; see the price with GET /v1/models/NAME.',
  },
  SDK_VOUCHER_DOUBTFUL: {
    status: 502,
    type: 'server_error',
    hint: 'Nothing was signed: the gateway asked for more than the fee, or showed no earlier voucher of yours. Do not pay it; compare GET /v1/calls/ID with your receipts.',
  },
  SDK_BAD_ANSWER: {
    status: 502,
    type: 'server_error',
    hint: 'Use a client of the same version as the gateway; /v1/info names it.',
  },
  SDK_CONTRIBUTION_LOST: {
    status: 409,
    type: 'conflict_error',
    hint: 'Restore the file with the salts: without them nobody can open these commitments.',
  },
  SDK_TIMEOUT: { status: 504, type: 'server_error', hint: 'Ask again: the work goes on in the gateway.' },
  SDK_NOTHING_REDACTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Read the findings: redaction is offered to the contributor, for records with personal data that are here, where the Datanet’s owner offers it.',
  },
  SDK_PARSE_CHANGED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Go on with the file and the program that signed the first batches: this one gives other records.',
  },
})
