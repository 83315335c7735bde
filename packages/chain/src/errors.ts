import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of reading from and writing to the chain. */
export const chainErrors = defineErrors({
  CHAIN_UNREACHABLE: {
    status: 503,
    type: 'server_error',
    hint: 'Check that the chain runs and that the RPC URL is right (`openledger status`), then try again: nothing was lost.',
  },
  CHAIN_WRONG_ID: {
    status: 500,
    type: 'server_error',
    hint: 'Point the RPC URL at the chain that the addresses were deployed on.',
  },
  CHAIN_NO_CONTRACT: {
    status: 500,
    type: 'server_error',
    hint: 'Use the addresses of a deployment on this chain, or deploy the contracts again.',
  },
  CHAIN_REVERTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Read the contract error in the message; the chain is unchanged.',
  },
  CHAIN_RPC_REFUSED: {
    status: 502,
    type: 'server_error',
    hint: 'Read what the RPC said; if the account lacks gas money, fund it and try again.',
  },
  CHAIN_ANSWER_INVALID: {
    status: 502,
    type: 'server_error',
    hint: 'Use another RPC: its answer does not have the form that the contracts give.',
  },
  CHAIN_LOGS_DIFFER: {
    status: 502,
    type: 'server_error',
    hint: 'Use another RPC: this one left logs out, made some up or changed them. Nothing of that answer was taken in.',
  },
  CHAIN_RPC_BEHIND: {
    status: 503,
    type: 'server_error',
    hint: 'Wait until the RPC has caught up, or use another one: it knows fewer blocks than it told before.',
  },
  CHAIN_RPCS_DISAGREE: {
    status: 502,
    type: 'server_error',
    hint: 'Find out which of the two RPCs is right before anything is paid: one of them lies, or is on a fork of its own.',
  },
  CHAIN_REORG_TOO_DEEP: {
    status: 500,
    type: 'server_error',
    hint: 'Payouts are stopped. Ask another RPC what the chain is; if it really changed that deep, start the node once with "acceptReorg": true in its configuration, which indexes afresh.',
  },
  CHAIN_TRANSACTION_TIMEOUT: {
    status: 504,
    type: 'server_error',
    hint: 'Try again with the same key: the transaction is kept and will not be sent twice.',
  },
  CHAIN_FEE_TOO_HIGH: {
    status: 503,
    type: 'server_error',
    hint: 'Try again when the chain is cheaper, or raise the highest fee per gas that this process may offer.',
  },
  CHAIN_NONCE_GAP: {
    status: 409,
    type: 'conflict_error',
    hint: 'Check with another RPC what the account’s next nonce is: the journal holds transactions far above it.',
  },
  CHAIN_KEY_REUSED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use one idempotency key for one transaction: the key was used for another call before.',
  },
  CHAIN_FUNDS_TOO_LOW: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Send OPEN to the account that the message names, then try again.',
  },
  CHAIN_NOT_DEV: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use this only on a development chain (anvil, chain id 31337).',
  },
  CHAIN_ANVIL_MISSING: {
    status: 500,
    type: 'server_error',
    hint: 'Run `npm ci` so that the anvil package of this platform is installed.',
  },
  CHAIN_ANVIL_START: {
    status: 500,
    type: 'server_error',
    hint: 'Read the lines that anvil wrote; free the port or choose another.',
  },
  CHAIN_STATE_UNREADABLE: {
    status: 500,
    type: 'server_error',
    hint: 'Restore the chain state from your own backup, or start afresh with `openledger reset`.',
  },
  CHAIN_NO_CREATE2: {
    status: 500,
    type: 'server_error',
    hint: 'Put the deterministic deployer in place on this chain (its signed transaction is public), then deploy again.',
  },
  CHAIN_PUBLIC_KEY: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use a key that nobody else has: what it deployed and owned would be everybody’s.',
  },
  CHAIN_KEYSTORE_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Give a keystore of version 3 (Web3 Secret Storage) and its password.',
  },
  CHAIN_ADDRESSES_INVALID: {
    status: 500,
    type: 'server_error',
    hint: 'Delete the addresses file: the next start finds the contracts on the chain again.',
  },
  CHAIN_ADDRESSES_OLD: {
    status: 500,
    type: 'server_error',
    hint: 'Use an empty state folder (`openledger reset` empties this one), so that the contracts are deployed anew.',
  },
  CHAIN_TREE_THREAD_FAILED: {
    status: 500,
    type: 'server_error',
    hint: 'Build the trees again: a thread ended or ran out of memory and nothing was written. Start fewer threads if it repeats.',
  },
})
