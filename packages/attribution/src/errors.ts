import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of `packages/attribution`. */
export const attributionErrors = defineErrors({
  ATTRIBUTION_REPEATED_ITEM: {
    status: 409,
    type: 'conflict_error',
    hint: 'Give each registration to the near-duplicate index once, under an id of its own.',
  },
  ATTRIBUTION_RETRIEVAL_OPTIONS_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Ask for 1 to 64 documents from at least one version, with a similarity from -1 to 1 and a query that is not empty.',
  },
  ATTRIBUTION_EMBEDDING_INVALID: {
    status: 500,
    type: 'server_error',
    hint: 'Check that the embedding model is loaded and gives one vector of finite numbers for each text.',
  },
  ATTRIBUTION_STORE_OUTSIDE_VERSION: {
    status: 500,
    type: 'server_error',
    hint: 'Make the vector store search only the versions that it is given.',
  },
  ATTRIBUTION_SCORE_INVALID: {
    status: 500,
    type: 'server_error',
    hint: 'Check that the engine gives a finite log-probability for the continuation.',
  },
  ATTRIBUTION_ANSWER_EMPTY: {
    status: 422,
    type: 'invalid_request_error',
    hint: 'Nothing was answered, so nothing can be cited: the call pays flat.',
  },
  ATTRIBUTION_DOCUMENT_MISSING: {
    status: 409,
    type: 'conflict_error',
    hint: 'The content of a retrieved record is no longer here, so the context of the answer cannot be made again: the call pays flat.',
  },
  ATTRIBUTION_NO_QUESTION: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'End the messages with one of role user.',
  },
  ATTRIBUTION_SPAN_TOKEN_INVALID: {
    status: 500,
    type: 'server_error',
    hint: 'Give the index the vocabulary of the tokenizer that made the tokens.',
  },
  ATTRIBUTION_SPAN_INDEX_DAMAGED: {
    status: 500,
    type: 'server_error',
    hint: 'Remove the folder of the index: it is built anew from the records.',
  },
})
