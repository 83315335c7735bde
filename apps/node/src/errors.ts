import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can keep a node from starting. */
export const nodeErrors = defineErrors({
  NODE_CONFIG_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Correct the field that the message names; apps/node/src/nodeConfig.ts lists them all.',
  },
  NODE_KEY_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Put { "privateKey": "0x…" } into the operator’s key file, readable by its owner only.',
  },
  NODE_BASE_MISMATCH: {
    status: 500,
    type: 'server_error',
    hint: 'Put the base model that the configuration names in place: run ./openledger setup.',
  },
} as const)
