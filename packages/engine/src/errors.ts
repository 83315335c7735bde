import { defineErrors } from '@openledger/core/errors/openLedgerError.ts'

/** What can go wrong between a request and the model. */
export const engineErrors = defineErrors({
  ENGINE_BAD_REQUEST: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Send the fields that the request’s schema names.',
  },
  ENGINE_UNKNOWN_BASE: {
    status: 404,
    type: 'not_found_error',
    hint: 'Name one of the base models in the engine’s capabilities.',
  },
  ENGINE_CONTEXT_OVERFLOW: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Shorten the messages or lower max_tokens so that both fit the context.',
  },
  ENGINE_OUTPUT_TOO_SLOW: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Ask for a simpler output schema: fewer alternatives, fewer properties that may be left out.',
  },
  ENGINE_EMBED_TOO_LONG: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Split the text into chunks of at most the embedding model’s maxTokens.',
  },
  ENGINE_NO_EMBEDDER: { status: 500, type: 'server_error', hint: 'Start the engine with an embedding model.' },
  ENGINE_ADAPTER_MISSING: {
    status: 500,
    type: 'server_error',
    hint: 'Put the adapter file back, or train the model again.',
  },
  ENGINE_ADAPTER_MISMATCH: {
    status: 500,
    type: 'server_error',
    hint: 'The adapter’s id must be the SHA-256 of its GGUF file: restore the registered file.',
  },
  ENGINE_ADAPTER_INVALID: {
    status: 400,
    type: 'invalid_request_error',
    hint: 'Export the adapter as a GGUF LoRA made for this very base model.',
  },
  ENGINE_MODEL_UNREADABLE: {
    status: 500,
    type: 'server_error',
    hint: 'Check that the model file is a complete GGUF that the engine may read, then start it again.',
  },
  ENGINE_TOKENS_NOT_BYTES: {
    status: 500,
    type: 'server_error',
    hint: 'Use a base model with a byte-level BPE vocabulary, whose tokens stand for bytes of the text one after another.',
  },
  ENGINE_BUSY: { status: 503, type: 'server_error', hint: 'Too many requests are waiting: try again in a moment.' },
  ENGINE_CRASHED: {
    status: 503,
    type: 'server_error',
    hint: 'Call again: the engine process is started anew by the next call.',
  },
  ENGINE_SERVER_AWAY: {
    status: 503,
    type: 'server_error',
    hint: 'Start the vLLM server, or correct its address in the node’s configuration (docs/vllm.md).',
  },
  ENGINE_SERVER_UNFIT: {
    status: 500,
    type: 'server_error',
    hint: 'Start the vLLM server for this base with the settings of docs/vllm.md, or correct the node’s configuration.',
  },
  ENGINE_SERVER_FAILED: {
    status: 503,
    type: 'server_error',
    hint: 'Call again; if it happens again, read the vLLM server’s log.',
  },
  ENGINE_SERVER_MEMORY: {
    status: 503,
    type: 'server_error',
    hint: 'Call again later; give the vLLM server more memory, or less to hold: --max-model-len, --max-num-seqs, --max-loras.',
  },
  ENGINE_ADAPTER_REFUSED: {
    status: 500,
    type: 'server_error',
    hint: 'Start the vLLM server with a --max-lora-rank that the adapters’ ranks together fit, and let it read the adapters’ folder.',
  },
  ENGINE_STREAM_CUT: {
    status: 503,
    type: 'server_error',
    hint: 'Call again: what was produced until then is all that counts.',
  },
  ENGINE_CLOSED: { status: 503, type: 'server_error', hint: 'The engine was closed: start a new one.' },
  ENGINE_INTERNAL: {
    status: 500,
    type: 'server_error',
    hint: 'Read the engine’s log; if it happens again, report it with the message.',
  },
} as const)
