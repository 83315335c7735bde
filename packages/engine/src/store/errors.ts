import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** Why an adapter is not taken into the store, or not found in it. */
export const storeErrors = defineErrors({
  ADAPTER_SOURCE_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Name a folder, hf:OWNER/NAME[@REVISION], https://…, s3://BUCKET/PREFIX or registry:MODEL_ID.',
  },
  ADAPTER_SOURCE_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'Check the name; what needs a sign-in also looks like this: set its credentials in the node’s configuration.',
  },
  ADAPTER_ADDRESS_REFUSED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use an https address on the public internet, or have the operator allow this origin in adapterStore.allowedOrigins.',
  },
  ADAPTER_DOWNLOAD_FAILED: {
    status: 502,
    type: 'server_error',
    hint: 'Try again; if it stays, look at the address from the node’s machine.',
  },
  ADAPTER_DOWNLOAD_TIMEOUT: {
    status: 504,
    type: 'server_error',
    hint: 'Try again, or raise adapterStore.time_s or idle_s where the line is slow.',
  },
  ADAPTER_TOO_LARGE: {
    status: 413,
    type: 'invalid_request_error',
    hint: 'Send a smaller adapter, or have the operator raise adapterStore.bytesMax.',
  },
  ADAPTER_ARCHIVE_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Pack adapter_model.safetensors and adapter_config.json as a plain .tar.gz or .zip, without links.',
  },
  ADAPTER_FILE_MISSING: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'An adapter is adapter_model.safetensors and adapter_config.json, as PEFT’s save_pretrained writes them.',
  },
  ADAPTER_PICKLE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'A pickle can run code: save the adapter with save_pretrained(safe_serialization=True).',
  },
  ADAPTER_WEIGHTS_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Save the adapter again with PEFT; the weights file is damaged or is no LoRA of a llama model.',
  },
  ADAPTER_CONFIG_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Use the adapter_config.json that PEFT wrote; fields that this version does not know are not guessed.',
  },
  ADAPTER_CONFIG_NAMES_CODE: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Remove the field that names a Python class or module: nothing is imported for an adapter.',
  },
  ADAPTER_UNSUPPORTED: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Ask its author for plain LoRA, which changes nothing but linear layers.',
  },
  ADAPTER_RANK_MISMATCH: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'The tensors must have the rank that the configuration says: use the files of one training.',
  },
  ADAPTER_BASE_MISMATCH: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'The adapter belongs to another base model; this node serves the one that GET /v1/info names.',
  },
  ADAPTER_HASH_MISMATCH: {
    status: 409,
    type: 'conflict_error',
    hint: 'The source has other content than you expected: ask whoever gave you the hash.',
  },
  ADAPTER_LICENCE_UNKNOWN: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Find out under which licence it may be used and say so: --licence SPDX-ID.',
  },
  ADAPTER_CONVERSION_FAILED: {
    status: 500,
    type: 'server_error',
    hint: 'Read the node’s log; if it happens again, report it with the adapter’s source.',
  },
  ADAPTER_NOT_ISOLATED: {
    status: 503,
    type: 'server_error',
    hint: 'Allow unprivileged user namespaces, or accept a converter with a network: adapterStore.isolation "none".',
  },
  ADAPTER_NOT_FOUND: {
    status: 404,
    type: 'not_found_error',
    hint: 'openledger adapter list shows what is in the store.',
  },
  ADAPTER_DAMAGED: {
    status: 409,
    type: 'conflict_error',
    hint: 'Remove the adapter and add it again.',
  },
} as const)
