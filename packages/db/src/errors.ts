import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of the database area. */
export const DB_ERRORS = defineErrors({
  DB_LOCKED: {
    status: 503,
    type: 'server_error',
    hint: 'Stop the process that has the database open, or give this one a database of its own.',
  },
  DB_UNREACHABLE: {
    status: 503,
    type: 'server_error',
    hint: 'Start PostgreSQL, and check host, port, database, user and password of OPENLEDGER_DATABASE_URL.',
  },
  DB_VECTOR_MISSING: {
    status: 500,
    type: 'server_error',
    hint: 'Install pgvector for the server, then, as its superuser in this database: CREATE EXTENSION vector SCHEMA public.',
  },
  DB_LOST: {
    status: 503,
    type: 'server_error',
    hint: 'Nothing is lost: what was committed is in PostgreSQL. Start the node again once the server answers.',
  },
  DB_OTHER_LEDGER: {
    status: 409,
    type: 'conflict_error',
    hint: 'Give this node a database of its own, or start it with the keys and the chain that these books are of.',
  },
  CONTENT_UNSEALING_FAILED: {
    status: 500,
    type: 'server_error',
    hint: 'Start the node with the operator key under which the contents were sealed, over the database that they came from.',
  },
  DB_MIGRATION_CHANGED: {
    status: 500,
    type: 'server_error',
    hint: 'Restore the migration as it was when it was applied and write a new one for the change.',
  },
})
