import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Errors of the gateway. */
export const gatewayErrors = defineErrors({
  REQUEST_METHOD_NOT_ALLOWED: {
    status: 405,
    type: 'invalid_request_error',
    hint: 'Use a method that the header allow names.',
  },
  REQUEST_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use a route that /openapi.json lists.' },
  REQUEST_BODY_TOO_LARGE: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Send a smaller body, or split it into several requests.',
  },
  REQUEST_BODY_MALFORMED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send one complete JSON document in UTF-8.',
  },
  REQUEST_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Correct the field that the message names; /openapi.json has the schemas.',
  },
  REQUEST_UNSUPPORTED_PARAMETER: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Leave the field out: this gateway would not do what it asks.',
  },
  REQUEST_REPLAYED: { status: 409, type: 'conflict_error', hint: 'Sign the request again with a new nonce.' },
  AUTH_KEY_MISSING: {
    status: 401,
    type: 'authentication_error',
    hint: 'Send the header `Authorization: Bearer <API key>`.',
  },
  AUTH_KEY_INVALID: {
    status: 401,
    type: 'authentication_error',
    hint: 'Use an API key that is not revoked; the payer of a channel gets one from POST /v1/keys.',
  },
  AUTH_KEY_EXPIRED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Get a new API key from POST /v1/keys; the payer of the channel chose when this one ends.',
  },
  AUTH_FORBIDDEN: {
    status: 403,
    type: 'authentication_error',
    hint: 'Sign with the key of the account that the message names.',
  },
  MODEL_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use a model that GET /v1/models lists.' },
  MODEL_NOT_SERVABLE: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use a model whose adapter was trained on this gateway, under the hashes that it was given.',
  },
  ENSEMBLE_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name 2 to 8 different models with adapters as a*0.7+b*0.3 or a+b, or list them in the field ensemble; factors are above 0 and sum to 1 at most.',
  },
  MODEL_OTHER_KIND: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Call it by the route for its kind, which GET /v1/models names: /v1/embeddings, or /v1/chat/completions.',
  },
  CONTEXT_OVERFLOW: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Shorten what is asked or lower max_tokens so that both fit the context.',
  },
  PAYMENT_INSUFFICIENT_CREDIT: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Deposit more OPEN into the channel, lower max_tokens or n, or wait for open calls to settle.',
  },
  PAYMENT_CAP_REACHED: {
    status: 402,
    type: 'insufficient_quota',
    hint: "Raise the session signer's cap on chain, or lower max_tokens or n.",
  },
  PAYMENT_SIGNER_EXPIRED: {
    status: 402,
    type: 'insufficient_quota',
    hint: "Set a later expiry for the channel's session signer on chain.",
  },
  PAYMENT_VOUCHER_DUE: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Sign the voucher that `due` of GET /v1/calls/{callId} asks for and send it to POST /v1/calls/{callId}/voucher; the SDK’s payingFetch does.',
  },
  PAYMENT_CALL_OPEN: {
    status: 409,
    type: 'conflict_error',
    hint: 'A channel whose vouchers its payer signs has one call at a time: wait until it has ended, or open a second channel.',
  },
  PAYMENT_VOUCHER_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Sign EIP-712 Voucher(channelId, cumulative) of the call’s `openledger.due` with the key of the channel’s signer.',
  },
  PAYMENT_NOTHING_DUE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Only a call that ended unpaid takes a voucher; GET /v1/calls/{callId} tells where it stands.',
  },
  X402_PAYMENT_REQUIRED: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Pay what the header payment-required asks by x402 and send the same request with payment-signature, or send an API key.',
  },
  X402_HEADER_MALFORMED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send base64 of the JSON of an x402 payment of version 2, scheme exact by EIP-3009, in payment-signature.',
  },
  X402_REQUIREMENTS_UNMET: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Sign for the network, token and receiver that the header payment-required names.',
  },
  X402_AMOUNT_TOO_LOW: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Sign for the amount that the header payment-required asks for this very request.',
  },
  X402_AUTHORIZATION_TIME: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Sign an authorization that holds now and for some seconds more.',
  },
  X402_SIGNATURE_INVALID: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Sign with the key of the wallet that pays, under the token’s EIP-712 domain in payment-required.',
  },
  X402_WALLET_UNSUPPORTED: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Pay from a wallet that signs with a key: OPEN takes no signatures of contracts (ERC-1271, ERC-6492).',
  },
  X402_FUNDS_TOO_LOW: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Send OPEN to the wallet, or lower max_tokens; payments that are under way count.',
  },
  X402_NONCE_USED: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Sign a new authorization: this one’s nonce is used on chain. What it brought, if anything, is owed back to its wallet.',
  },
  X402_TRANSFER_FAILED: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Nothing was paid: read why in the message, then sign a new authorization.',
  },
  X402_PAYMENT_REUSED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Sign a new authorization for a new request; a repeated request must be the same to the byte.',
  },
  X402_PAYMENT_OPEN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Send the same request again after the seconds that the header retry-after gives: it is being answered.',
  },
  X402_PAYMENT_SPENT: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Sign a new authorization: this payment’s call failed or was never made, and what it brought is owed back.',
  },
  X402_FLOAT_EXHAUSTED: {
    status: 503,
    type: 'server_error',
    hint: 'Send the same request again after the seconds that the header retry-after gives. No money was taken; what came before is kept.',
  },
  CALL_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use a call id that this gateway gave.' },
  CALL_NOT_ATTRIBUTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Wait until the call is attributed; calls of models without data never are.',
  },
  CALL_NO_CHANNEL: { status: 409, type: 'conflict_error', hint: 'Wait until the channel is on chain, then try again.' },
  KEY_SCOPE_MISSING: {
    status: 403,
    type: 'authentication_error',
    hint: 'Use a key that was made for this: POST /v1/keys with scopes "call", "train" or both.',
  },
  KEY_MODEL_NOT_ALLOWED: {
    status: 403,
    type: 'authentication_error',
    hint: 'Call a model that the key was made for, or use another key; GET /v1/keys lists what each may do.',
  },
  KEY_BUDGET_SPENT: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Use a key with a larger budget, or lower max_tokens or n; the payer makes keys by POST /v1/keys.',
  },
  KEY_RATE_EXCEEDED: {
    status: 429,
    type: 'rate_limit_error',
    hint: 'Send the request again after the seconds that the header retry-after gives.',
  },
  KEY_CALL_TOO_LARGE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Lower max_tokens or n, or shorten what is asked: the request alone is more than the key may use in a minute.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send 1 to 255 printable ASCII characters in the header idempotency-key.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use a new Idempotency-Key for a new request; a repeated one must be the same to the byte.',
  },
  IDEMPOTENCY_CALL_OPEN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Send the request again after the seconds that the header retry-after gives: its first answer is being made.',
  },
  KEY_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use the id that POST /v1/keys gave.' },
  KEY_CHANNEL_UNKNOWN: {
    status: 404,
    type: 'not_found_error',
    hint: 'Open the channel on chain first; it is known a block later.',
  },
  KEY_CHANNEL_FOREIGN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Open a channel with this operator and the signer that POST /v1/signers gave.',
  },
  SIGNER_UNSEALING_FAILED: {
    status: 500,
    type: 'server_error',
    hint: "Start the gateway with the operator's key under which the keys that it keeps were made.",
  },
  DATANET_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Create the Datanet on chain first; it is known a block later.',
  },
  DATANET_TEXT_OTHER: {
    status: 409,
    type: 'conflict_error',
    hint: 'Send the very text whose hash is on chain: a description as canonical JSON, terms byte for byte.',
  },
  DATANET_NOTHING_TO_PUBLISH: {
    status: 409,
    type: 'conflict_error',
    hint: 'Publish after at least one record was accepted that the newest version does not hold.',
  },
  DATANET_BEING_CHECKED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Wait until GET /v1/datanets/{datanetId}/checks says `recheck: null`: which records are taken is being found out.',
  },
  VERSION_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use the root of a version that is published on chain.',
  },
  VERSION_CONTENT_MISSING: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use a version whose records were uploaded to this gateway.',
  },
  TRAINING_NOT_GRANTED: {
    status: 403,
    type: 'authentication_error',
    hint: "Ask the Datanet's owner for a grant on chain.",
  },
  TRAINING_FEE_UNPAID: {
    status: 402,
    type: 'insufficient_quota',
    hint: 'Pay the fee that the grant asks: `openledger training-fee pay ROOT --as ACCOUNT`.',
  },
  TRAINING_COMMITMENT_FOREIGN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name only records of the versions.',
  },
  TRAINING_BASE_NOT_HERE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use a base that GET /v1/bases marks as here.',
  },
  TRAINING_SELECTION_FOREIGN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Choose from each of the versions once; name the version among them too.',
  },
  CONTRIBUTION_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use the id that the submission gave.' },
  CONTRIBUTION_ROOT_WRONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send the commitments in the order whose root was signed.',
  },
  CONTRIBUTION_REPEATED_COMMITMENT: { status: 400, type: 'invalid_request_error', hint: 'Commit to each record once.' },
  CONTRIBUTION_EXPIRED: { status: 400, type: 'invalid_request_error', hint: 'Sign again with a later deadline.' },
  CONTRIBUTION_EXISTS: {
    status: 409,
    type: 'conflict_error',
    hint: 'Nothing is left to do: this very batch is registered already.',
  },
  CONTRIBUTION_NOT_ON_CHAIN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Wait until GET /v1/contributions/{id} says onchain, then upload.',
  },
  UPLOAD_EMPTY: { status: 400, type: 'invalid_request_error', hint: 'Send one JSON line for each record.' },
  UPLOAD_INDEX_UNKNOWN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use the index of a commitment of this contribution, each once.',
  },
  UPLOAD_COMMITMENT_MISMATCH: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send exactly the content and the salt that the commitment was made from.',
  },
  JOB_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use the id that the job was accepted under.' },
  JOB_STATE_OTHER: {
    status: 409,
    type: 'conflict_error',
    hint: 'Read the job again: nothing was changed. Stop what waits or runs, resume what is stopped or failed.',
  },
  EVALUATION_MODEL_NOT_READY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Wait until the training job has succeeded.',
  },
  EVALUATION_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Use an id that GET /v1/evaluations lists, or GET /v1/judging for pairs: evaluations are shown to their developer alone.',
  },
  EVALUATION_NOT_READY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Wait until the evaluation has succeeded.',
  },
  EVALUATION_PAIR_UNKNOWN: {
    status: 404,
    type: 'not_found_error',
    hint: 'Judge a pair that GET /v1/evaluations/{id}/pairs gives.',
  },
  EVALUATION_JUDGED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Go on with the next pair: what was said of this one stays.',
  },
  PUBLICATION_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Choose a licence for the model first: PUT /v1/training/jobs/{id}/publication.',
  },
  EXPORT_NOT_READY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Wait until the training job has succeeded; if its files are gone from this gateway, train again.',
  },
  EXPORT_NOT_MADE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Have it made first: POST /v1/training/jobs/{id}/exports, and wait until that job has succeeded. It is kept for a day.',
  },
  EXPORT_TOO_LARGE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Take the adapter, and put it together with the base elsewhere: a zip holds 4 GiB.',
  },
  EPOCH_NOT_FOUND: { status: 404, type: 'not_found_error', hint: 'Use a number that GET /v1/epochs lists.' },
  EPOCH_NO_CALLS: { status: 409, type: 'conflict_error', hint: 'Close the epoch after the next paid call.' },
  GATEWAY_STOPPING: {
    status: 503,
    type: 'server_error',
    hint: 'The gateway is being stopped: call again in a moment. What was produced until then is billed, the rest is not.',
  },
  GATEWAY_OVERLOADED: {
    status: 503,
    type: 'server_error',
    hint: 'Send the request again after the seconds that the header retry-after gives. Nothing was reserved or charged.',
  },
  GATEWAY_CALLER_GONE: {
    status: 408,
    type: 'invalid_request_error',
    hint: 'Send the request again: its connection was closed while the call waited for a turn. Nothing was charged.',
  },
  GATEWAY_INTERNAL: {
    status: 500,
    type: 'server_error',
    hint: "Try again; if it happens again, report it with the time: the operator's log has the cause.",
  },
})
