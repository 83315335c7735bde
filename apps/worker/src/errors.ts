import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can go wrong in background work. */
export const workerErrors = defineErrors({
  WORKER_JOB_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send the fields that the job’s schema names.',
  },
  WORKER_JOB_UNKNOWN: { status: 404, type: 'not_found_error', hint: 'Use a job name from apps/worker/src/jobs.' },
  WORKER_NOT_STARTED: { status: 503, type: 'server_error', hint: 'Start the worker before it is given jobs.' },
  WORKER_JOB_TIMEOUT: {
    status: 504,
    type: 'server_error',
    hint: 'Give the job less to do, or raise its timeoutSeconds.',
  },
  WORKER_STOPPED: {
    status: 503,
    type: 'server_error',
    hint: 'The node is stopping; the job goes on at its next start.',
  },
  WORKER_JOB_ENDED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Its developer asked for it; resume a stopped job to go on with it.',
  },
  COMMITTEE_MODEL_UNKNOWN: {
    status: 422,
    type: 'invalid_request_error',
    hint: 'Only calls of one registered model can be executed again yet; check that the chain has the model and the epoch.',
  },
  COMMITTEE_ADAPTER_MISSING: {
    status: 404,
    type: 'not_found_error',
    hint: 'Put the adapter’s folder (adapter.gguf and its index, as the operator serves them) below the models’ folder.',
  },
  SPANS_INDEX_NOT_READY: {
    status: 503,
    type: 'server_error',
    hint: 'Nothing is to be done: the first call of a large version has no spans, those that follow have.',
  },
  TRAIN_NO_RECORDS: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name versions (and commitments) that hold question-and-answer records.',
  },
  TRAIN_TOO_MANY_TOKENS: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Train on fewer records or epochs, or allow more tokens.',
  },
  TRAIN_VERSION_UNKNOWN: {
    status: 404,
    type: 'not_found_error',
    hint: 'Publish the version on chain first, or wait until the node has indexed it.',
  },
  TRAIN_RECORD_MISSING: {
    status: 409,
    type: 'conflict_error',
    hint: 'Upload the record’s content before training on its version.',
  },
  TRAIN_GRANT_ENDED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Ask the Datanet’s owner for a grant, then resume: the training goes on where it was.',
  },
  EVALUATE_MODEL_UNKNOWN: { status: 404, type: 'not_found_error', hint: 'Name a training job that has succeeded.' },
  EVALUATE_NOTHING: {
    status: 409,
    type: 'conflict_error',
    hint: 'Name a version that holds questions and answers, or train with a share of the records held out for validation.',
  },
  EVALUATE_JUDGE_UNKNOWN: {
    status: 404,
    type: 'not_found_error',
    hint: 'Name a training of your own that has succeeded, or the base model, as the judge.',
  },
  ATTRIBUTE_INDEX_UNUSABLE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Train the model again; until then its calls pay the Datanet’s pool.',
  },
  RECHECK_NOT_ATTRIBUTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Wait until the call is attributed; calls of models without data never are.',
  },
  EPOCH_EMPTY: { status: 409, type: 'conflict_error', hint: 'Close the epoch after the next paid call.' },
  EPOCH_OUT_OF_ORDER: {
    status: 503,
    type: 'server_error',
    hint: 'Wait until the earlier epoch is posted; the job is tried again.',
  },
  EPOCH_STUCK: {
    status: 500,
    type: 'server_error',
    hint: 'Read the epoch’s error, repair its cause, then close the epoch again.',
  },
  EPOCH_NOT_COLLECTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Check that each channel’s deposit covers its receipts and that its signer is still authorised.',
  },
  EPOCH_FUNDS_DIFFER: {
    status: 409,
    type: 'conflict_error',
    hint: 'What the escrow collected must equal the receipts: look for a voucher collected outside this node.',
  },
  CLAIM_NOTHING: { status: 409, type: 'conflict_error', hint: 'Wait until an epoch that pays this account is final.' },
} as const)
