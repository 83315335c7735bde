import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can keep somebody from reading contents, or from asking for them. */
export const readingErrors = defineErrors({
  CONTENT_SIGN_IN: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign in, or sign the request, with an account that may read this Datanet.',
  },
  CONTENT_NOT_GRANTED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Ask the owner for access (requestAccess on chain, or the Datanet’s page); own records can always be read.',
  },
  CONTENT_GRANT_ENDED: {
    status: 403,
    type: 'authentication_error',
    hint: 'The grant has expired or was revoked: ask the owner for a new one.',
  },
  RECORD_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use the commitment of a record that is registered on chain, 32 bytes of lower-case hex.',
  },
  VISIBILITY_LICENCE_CLOSED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Contents can be opened to everybody only where each record came under a licence that lets anyone read it, such as CC-BY-4.0; name one before the first contribution.',
  },
  ACCESS_REQUEST_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Refuse a request that GET /v1/datanets/{id}/access lists as asked; a grant is ended by revokeAccess on chain.',
  },
  SEARCH_WITHOUT_WORDS: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Search for at least one word of letters or digits.',
  },
})
