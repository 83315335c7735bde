import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of statements of usage. */
export const usageErrors = defineErrors({
  USAGE_RECEIPT_MISSING: {
    status: 500,
    type: 'server_error',
    hint: 'The operator’s books and receipts differ: keep your own receipts, and ask the operator.',
  },
})
