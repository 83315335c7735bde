import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of the database area. */
export const DB_ERRORS = defineErrors({
  DB_LOCKED: {
    status: 503,
    type: 'server_error',
    hint: 'Stop the process that has the folder open, or give this one a folder of its own.',
  },
  DB_MIGRATION_CHANGED: {
    status: 500,
    type: 'server_error',
    hint: 'Restore the migration as it was when it was applied and write a new one for the change.',
  },
})
