import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of uploaded files. */
export const uploadErrors = defineErrors({
  UPLOAD_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Announce the file again by POST /v1/uploads: it was never here, was forgotten, or is another account’s.',
  },
  UPLOAD_NOTHING_COMMITTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Register the commitments of the file’s records first; upload it once they are on chain.',
  },
  UPLOAD_TOO_MANY: {
    status: 429,
    type: 'rate_limit_error',
    hint: 'Finish or delete an upload first, or wait until one expires.',
  },
  UPLOAD_NO_ROOM: {
    status: 507,
    type: 'server_error',
    hint: 'Try again later; the operator has to make room for files.',
  },
  UPLOAD_PART_WRONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send parts of 8 MiB, numbered from 0; only the last one is shorter.',
  },
  UPLOAD_STATUS_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: 'Read GET /v1/uploads/{uploadId}: send the missing parts, wait until the file is read, or see why it was refused.',
  },
  UPLOAD_HASH_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: 'Send all parts of the file again: what came is not what was announced.',
  },
  UPLOAD_DIFFERS: {
    status: 409,
    type: 'conflict_error',
    hint: 'Contribute the file as it is, read with the same settings: what the gateway reads in it is not what was committed.',
  },
})
