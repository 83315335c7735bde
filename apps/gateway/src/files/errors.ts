import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can be wrong with training files and with what fine-tuning jobs make of them. */
export const fileErrors = defineErrors({
  FILE_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use an id that GET /v1/files lists.' },
  FILE_FORM_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send multipart/form-data with two fields: file, and purpose with the value fine-tune.',
  },
  FILE_LINE_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Make each line {"messages": […]} with the roles system, user and assistant, an answer among them, and send the file again.',
  },
  FILE_EMPTY: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Put one example on each line: {"messages": […]}.',
  },
  FILES_TOO_MANY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Delete files that no training needs any more: DELETE /v1/files/{id}.',
  },
  FILE_IS_A_VERSION: {
    status: 409,
    type: 'conflict_error',
    hint: 'A version of a Datanet stays: only what was uploaded can be deleted.',
  },
  FILE_EXAMPLE_UNKNOWN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Contribute the example to a Datanet first, or get a grant from the Datanet that has it: nobody trains on what is no record.',
  },
  FILE_VERSIONS_TOO_MANY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Split the file: its examples lie in more versions than a training takes.',
  },
  FINE_TUNING_VALIDATION_FILE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Leave validation_file out; POST /v1/training/jobs keeps a share of the records out (config.validationShare).',
  },
} as const)
