import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can go wrong in and around the trainer process; codes below the line come from the process itself. */
export const trainerErrors = defineErrors({
  TRAINER_NOT_STARTED: {
    status: 503,
    type: 'server_error',
    hint: 'Run ./openledger setup: it makes the Python environment.',
  },
  TRAINER_CRASHED: {
    status: 500,
    type: 'server_error',
    hint: 'Start the job again: it goes on from its last checkpoint. If it ends so again, free memory or read the trainer’s log.',
  },
  TRAINER_STOPPED: {
    status: 503,
    type: 'server_error',
    hint: 'Start the job again: a training goes on from its last checkpoint.',
  },
  TRAINER_EVENT_INVALID: {
    status: 500,
    type: 'server_error',
    hint: 'Trainer and worker are of different versions: run ./openledger setup.',
  },
  TRAINER_JOB_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send a job that matches apps/worker/src/trainer/trainerJobs.ts.',
  },
  // —
  TRAINER_FILE_MISSING: {
    status: 409,
    type: 'conflict_error',
    hint: 'Check that the path exists and is readable by the trainer.',
  },
  TRAINER_BASE_MISMATCH: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use the base model file whose SHA-256 the job or manifest names.',
  },
  TRAINER_BASE_UNREADABLE: {
    status: 409,
    type: 'conflict_error',
    hint: 'The base model must be a complete GGUF file of a family that the trainer knows.',
  },
  TRAINER_RECORDS_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Fix the named line of the records or question file.',
  },
  TRAINER_RECORD_TOO_LONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Shorten the record or raise maxTokensPerExample.',
  },
  TRAINER_DISK_FULL: {
    status: 507,
    type: 'server_error',
    hint: 'Free disk space, then start again: a training goes on from its last checkpoint.',
  },
  TRAINER_QUANTISATION_UNSUPPORTED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Train without quantisation, or on a base in Q4_0 or Q4_1.',
  },
  TRAINER_MODULES_UNKNOWN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name modules that the base model’s family has, or all of them.',
  },
  TRAINER_EXPORT_TOO_LARGE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Export on a machine with more memory, or export the adapter alone.',
  },
  TRAINER_EXPORT_OVERFLOW: {
    status: 409,
    type: 'conflict_error',
    hint: 'A merged weight does not fit 16 bits: export with 32.',
  },
  TRAINER_DIVERGED: { status: 409, type: 'conflict_error', hint: 'Lower the learning rate.' },
  TRAINER_INDEX_MISMATCH: {
    status: 409,
    type: 'conflict_error',
    hint: 'Train the model again; until then its calls pay the Datanet’s pool.',
  },
  TRAINER_INDEX_CORRUPT: {
    status: 409,
    type: 'conflict_error',
    hint: 'Restore the index or train again; until then the model’s calls pay the Datanet’s pool.',
  },
  TRAINER_QUERY_EMPTY: { status: 400, type: 'invalid_request_error', hint: 'Score only calls whose answer has text.' },
  TRAINER_QUERY_TOO_LONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Score only calls that fit the model’s context.',
  },
  TRAINER_INTERNAL: {
    status: 500,
    type: 'server_error',
    hint: 'This is a defect in the trainer: report it with its log.',
  },
} as const)

/** The descriptor of a code that the process sent; an unknown one counts as TRAINER_INTERNAL. */
export function trainerErrorOf(code: string): (typeof trainerErrors)[keyof typeof trainerErrors] {
  return code in trainerErrors ? trainerErrors[code as keyof typeof trainerErrors] : trainerErrors.TRAINER_INTERNAL
}
