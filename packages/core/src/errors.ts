import { defineErrors } from './errors/openLedgerError.ts'

/** Errors of the protocol core. `EPOCH_*` are faults of an epoch: builder and verifier name them alike. */
export const coreErrors = defineErrors({
  CORE_INPUT_INVALID: { status: 400, type: 'invalid_request_error', hint: 'Correct the field that the message names.' },
  CORE_INTEGER_RANGE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use an integer inside the range that the message states.',
  },
  CORE_JSON_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use strings, booleans, null, arrays, objects and integers up to 2^53 - 1 only; write larger or fractional numbers as strings.',
  },
  CORE_JSON_NOT_CANONICAL: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Write the document as RFC 8785 canonical JSON, without spaces, repeated keys or unknown fields.',
  },
  SEAL_BROKEN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Open it with the key and for the request that it was sealed to; else it was changed: ask for it again.',
  },
  CONTENT_WRONG: {
    status: 422,
    type: 'invalid_request_error',
    hint: 'The operator handed over something else than its receipt says: reveal no weights (an empty list).',
  },
  MERKLE_INDEX_RANGE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Ask for a leaf or subtree that the tree has.',
  },
  MERKLE_SUM_OVERFLOW: {
    status: 500,
    type: 'server_error',
    hint: 'Check the amounts: a sum of leaves passed 2^128 - 1.',
  },
  SIGNATURE_MALFORMED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send 65 bytes (r, s, v) with v 27 or 28 and s in the lower half of the order.',
  },
  SIGNATURE_WRONG_SIGNER: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign with the key of the account that the message names, for this chain and contract.',
  },
  REQUEST_AUTHORIZATION_MALFORMED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Send the header `Authorization: OpenLedger <base64url of {account, issuedAt, nonce, signature}>`.',
  },
  REQUEST_EXPIRED: {
    status: 401,
    type: 'authentication_error',
    hint: 'Sign the request again; if that fails too, set your clock.',
  },
  SIWE_MESSAGE_MALFORMED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Sign the text as EIP-4361 has it, version 1, with nothing before, between or after its fields.',
  },
  SPLIT_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Let the five shares sum to 10,000 bps with burn at least 200.',
  },
  PAYOUT_SCALES_ZERO: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Give at least one component of the call a scale above 0.',
  },
  PAYOUT_WEIGHTS_SUM: {
    status: 500,
    type: 'server_error',
    hint: 'Recompute the attribution: its weights must sum to 10^18.',
  },
  WEIGHTS_INPUT_INVALID: {
    status: 500,
    type: 'server_error',
    hint: 'Correct the scores, thresholds or rules that the message names.',
  },
  TRAINING_LOG_MALFORMED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use the log as the trainer wrote it: one canonical JSON line a step.',
  },
  TRAINING_LOG_BROKEN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use the unchanged log that belongs to this manifest.',
  },
  DATA_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Fetch the blob from another data store, or raise a data challenge.',
  },
  DATA_LEAF_TOO_LARGE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Make the leaf smaller than 64 KB: fewer components or retrieved versions.',
  },
  EPOCH_FACT_MISSING: {
    status: 404,
    type: 'not_found_error',
    hint: 'Provide the model, price, version, Datanet or training log that the message names.',
  },
  EPOCH_FACT_CONFLICT: {
    status: 409,
    type: 'conflict_error',
    hint: 'Correct the version, manifest or log that disagrees with what is on chain.',
  },
  EPOCH_RECEIPT_SIGNATURE: { status: 409, type: 'conflict_error', hint: 'Use the receipt as the operator signed it.' },
  EPOCH_RECEIPT_ORDER: {
    status: 409,
    type: 'conflict_error',
    hint: 'Sort receipts by ascending channelId, then sequence, without repeats.',
  },
  EPOCH_RECEIPT_SEQUENCE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Include every receipt of the channel once, without gaps: the first has sequence 1.',
  },
  EPOCH_RECEIPT_CUMULATIVE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Start each receipt at the cumulative where the last one of its channel ended, and add its fee.',
  },
  EPOCH_RECEIPT_TIME: {
    status: 409,
    type: 'conflict_error',
    hint: "Give a receipt the call's time: not before its channel's last receipt, and before the epoch is posted.",
  },
  EPOCH_RECEIPT_FEE: {
    status: 409,
    type: 'conflict_error',
    hint: "Charge tokens times the price on chain at the receipt's price version.",
  },
  EPOCH_RECEIPT_COMPONENTS: {
    status: 409,
    type: 'conflict_error',
    hint: 'Name at least one component, each model once.',
  },
  EPOCH_RECEIPT_VERSION: {
    status: 409,
    type: 'conflict_error',
    hint: 'Name only retrieval versions of the models of the call, each once.',
  },
  EPOCH_CALL_REPEATED: { status: 409, type: 'conflict_error', hint: 'Give each call one receipt and one callId.' },
  EPOCH_ATTRIBUTION_ORDER: {
    status: 409,
    type: 'conflict_error',
    hint: 'Sort attributions by ascending callId, commitment, method, without repeats.',
  },
  EPOCH_ATTRIBUTION_FOREIGN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Attribute only calls that have a receipt in this epoch and a data share.',
  },
  EPOCH_ATTRIBUTION_MISSING: {
    status: 409,
    type: 'conflict_error',
    hint: 'Attribute every call whose models have a data share.',
  },
  EPOCH_ATTRIBUTION_METHOD: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use methods 1 and 2, or flat alone with one leaf for each Datanet.',
  },
  EPOCH_ATTRIBUTION_COUNT: { status: 409, type: 'conflict_error', hint: 'Keep at most 64 paid records a call.' },
  EPOCH_ATTRIBUTION_UNTRAINED: {
    status: 409,
    type: 'conflict_error',
    hint: "Pay influence only to records in the training log and version of the call's model.",
  },
  EPOCH_ATTRIBUTION_NOT_RETRIEVED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Pay citations only to records of the versions that the call retrieved from.',
  },
  EPOCH_ATTRIBUTION_DUPLICATE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Pay a unit of near-duplicates through its first registered record only.',
  },
  EPOCH_ATTRIBUTION_SCORE: {
    status: 409,
    type: 'conflict_error',
    hint: 'Pay only scores above the threshold of their index.',
  },
  EPOCH_ATTRIBUTION_INDEX: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use the attribution index that is registered with the model.',
  },
  EPOCH_ATTRIBUTION_WEIGHT: {
    status: 409,
    type: 'conflict_error',
    hint: 'Recompute the weights from scores, thresholds and reputations.',
  },
  EPOCH_CREDIT_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: 'Recompute the credits from receipts and attributions.',
  },
  EPOCH_PAYOUT_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: "Add each account's credits to its last cumulative payout and keep every account.",
  },
  EPOCH_ACCOUNT_DROPPED: { status: 409, type: 'conflict_error', hint: 'Keep every account of the previous payouts.' },
  EPOCH_NOT_CONSERVED: {
    status: 500,
    type: 'server_error',
    hint: "Stop and report this: payouts, burned and carried don't sum to the fees.",
  },
  EPOCH_CHAIN_BROKEN: { status: 409, type: 'conflict_error', hint: "Continue from the operator's last posted epoch." },
  EPOCH_RULES_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: 'Use the rules whose root and code hash the post names.',
  },
  EPOCH_TOTAL_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: 'Post the burned and carried totals that follow from the receipts.',
  },
  EPOCH_ROOT_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: 'Post the root, sum and count that follow from the published leaves.',
  },
  EPOCH_CHANNEL_FOREIGN: {
    status: 409,
    type: 'conflict_error',
    hint: 'Settle only channels opened with this operator.',
  },
  EPOCH_CHANNEL_COLLECTED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Settle each channel up to exactly what was collected from it.',
  },
  EPOCH_RULES_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Correct rules.json: see the schema in rules/rules.ts.',
  },
  VERIFY_EPOCH_UNKNOWN: {
    status: 404,
    type: 'not_found_error',
    hint: 'Ask for an epoch that the operator has posted.',
  },
  VERIFY_BLOB_MISSING: {
    status: 404,
    type: 'not_found_error',
    hint: 'Fetch the blob from another data store, or raise a data challenge.',
  },
  VERIFY_BLOB_HASH: {
    status: 409,
    type: 'conflict_error',
    hint: 'Discard the blob and fetch it again: its content is not what the chain commits to.',
  },
  VERIFY_BLOB_FORM: {
    status: 409,
    type: 'conflict_error',
    hint: 'Raise a data challenge: the published blob is not in the form that the protocol sets.',
  },
  VERIFY_PREVIOUS_FAULTY: {
    status: 409,
    type: 'conflict_error',
    hint: 'Verify that epoch by itself, and challenge it while it is open; nothing can be built on it.',
  },
  VERIFY_MANIFEST_WRONG: {
    status: 409,
    type: 'conflict_error',
    hint: 'Raise a data challenge: the manifest does not describe the posted epoch.',
  },
})
