import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can go wrong with published data. */
export const DATA_STORE_ERRORS = defineErrors({
  DATA_ADDRESS_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'An address is 0x and 64 lower-case hex digits.',
  },
  DATA_CORRUPT: {
    status: 500,
    type: 'server_error',
    hint: 'Put the blob back from another copy; its address says what it must be.',
  },
} as const)
