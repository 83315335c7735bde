import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of `packages/data`. The `DATA_LINE_*` and `DATA_RECORD_*` codes also appear in findings about one line. */
export const dataErrors = defineErrors({
  DATA_FILE_TOO_LARGE: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Split the file and upload the parts as separate contributions.',
  },
  DATA_FILE_TOO_MANY_LINES: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Split the file and upload the parts as separate contributions.',
  },
  DATA_LINE_TOO_LONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Shorten the record, or split it into several records.',
  },
  DATA_LINE_NOT_UTF8: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Save the file as UTF-8.',
  },
  DATA_LINE_NOT_JSON: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Write one complete JSON object on each line.',
  },
  DATA_RECORD_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Give the record exactly the fields of its kind: qa has prompts and answer; document has title, text and url.',
  },
  DATA_EXPORT_REPEATED_COMMITMENT: {
    status: 409,
    type: 'conflict_error',
    hint: 'Export each accepted record once.',
  },
  DATA_EXPORT_COMMITMENT_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Pass commitments and record ids as 32-byte lower-case 0x hex.',
  },
})
