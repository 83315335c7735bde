import { outputFormatSchema } from '@openledger/core/outputSchema/outputFormat.ts'
import { z } from 'zod'

/**
 * The engine's interface. Every driver (llama.cpp, vLLM) implements it, and it only grows:
 * fields may be added, none changes its meaning.
 */

const sha256 = z.string().regex(/^(0x)?[0-9a-f]{64}$/)

/** One LoRA adapter over the base model. */
export const adapterRefSchema = z.strictObject({
  /** SHA-256 of the adapter's GGUF file, lower-case hex; `0x` in front is allowed. It is checked. */
  id: sha256.transform((hex) => hex.replace(/^0x/, '')),
  /** Where the GGUF file lies on the engine's machine. */
  path: z.string().min(1),
  /** Factor on the adapter's own scale; 1 as trained, 0 without effect. */
  scale: z.number().min(-100).max(100).default(1),
})

/** One turn of a conversation. */
export const messageSchema = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string().max(1_000_000),
})

const baseId = z.string().min(1).max(200)
const adapters = z
  .array(adapterRefSchema)
  .max(16)
  .refine((refs) => new Set(refs.map((ref) => ref.id)).size === refs.length, 'an adapter may be named once')
  .default([])
const messages = z.array(messageSchema).min(1).max(1024)

/** How tokens are chosen. */
export const generateParamsSchema = z.strictObject({
  /** Most tokens to produce. The prompt and these together must fit the context. */
  maxTokens: z.int().min(1),
  /** 0: always the most likely token. */
  temperature: z.number().min(0).max(2).default(0),
  /** Keep the smallest set of tokens whose probabilities reach this sum. */
  topP: z.number().gt(0).max(1).default(1),
  /** The same seed, request and engine give the same tokens; random where it's left out. */
  seed: z.int().min(0).optional(),
  /** Texts at which generation stops; they aren't part of the text. */
  stop: z.array(z.string().min(1).max(1000)).max(4).default([]),
  /**
   * How many of the likeliest tokens each token event names. The tokens stay the same; log-probabilities can differ in the
   * fifth digit from those without, since llama.cpp then sums the vocabulary's weights (single precision) in another order.
   */
  topLogprobs: z.int().min(0).max(20).default(0),
  /**
   * What the answer must be; any text where it's left out. At each place the tokens are left out that would break it;
   * log-probabilities stay those of the model itself, which may have wanted others. An answer that reaches `maxTokens`
   * is cut in the middle.
   */
  output: outputFormatSchema.optional(),
})

export const generateRequestSchema = z.strictObject({ base: baseId, adapters, messages, params: generateParamsSchema })

export const scoreRequestSchema = z.strictObject({
  base: baseId,
  adapters,
  messages,
  /** The assistant's words, or its exact tokens as `generate` gave them. */
  continuation: z.union([z.string().min(1).max(1_000_000), z.array(z.int().min(0)).min(1)]),
  /**
   * How the continuation is evaluated. `step`: token by token, so that the numbers are those of generation to the bit;
   * `batch`: many tokens at once, several times as fast, the same to the bit each time but for the last digits not
   * those of generation.
   */
  evaluation: z.enum(['step', 'batch']).default('step'),
})

export const embedRequestSchema = z.strictObject({ texts: z.array(z.string().max(1_000_000)).max(4096) })

/** Tokens of a rendered conversation, or of one text (`base` may then be the embedding model's id). */
export const countTokensRequestSchema = z.union([
  z.strictObject({ base: baseId, messages }),
  z.strictObject({ base: baseId, text: z.string().max(1_000_000) }),
])

export const tokenizeRequestSchema = z.strictObject({ base: baseId, text: z.string().max(1_000_000) })

/** The tokens of a plain text, control tokens excluded. */
export const tokenizeResultSchema = z.strictObject({
  tokens: z.array(z.int()),
  /** For each token how many bytes of the text's UTF-8 it stands for; they sum to the text's. */
  byteLengths: z.array(z.int()),
})

export const tokenEventSchema = z.discriminatedUnion('type', [
  /** The prompt is about to be evaluated. */
  z.strictObject({ type: z.literal('start'), inputTokens: z.int() }),
  /**
   * One token was produced. `text` may be empty: where a character spans tokens, it comes with the last.
   * `logprob`: natural log of the model's own probability (temperature 1, before topP).
   * `top`: the likeliest tokens at its place, likeliest first, as many as `topLogprobs` asks for.
   */
  z.strictObject({
    type: z.literal('token'),
    text: z.string(),
    tokenId: z.int(),
    logprob: z.number().optional(),
    top: z.array(z.strictObject({ text: z.string(), tokenId: z.int(), logprob: z.number() })).optional(),
  }),
  /**
   * Always the last event. `inputTokens`: evaluated; `outputTokens`: produced = number of token events.
   * The end-of-turn token is neither counted nor delivered.
   */
  z.strictObject({
    type: z.literal('end'),
    reason: z.enum(['stop', 'length', 'cancelled']),
    inputTokens: z.int(),
    outputTokens: z.int(),
  }),
])

export const scoreResultSchema = z.strictObject({
  /** Natural log-probability of each continuation token, given all before it. */
  logprobs: z.array(z.number()),
  /** The continuation's token ids. */
  tokens: z.array(z.int()),
  /** What the model itself finds likeliest at each place, given the continuation before it. */
  likeliest: z.array(z.int()),
  /** Sum of the log-probabilities. */
  sum: z.number(),
  /** Tokens of the prompt before the continuation. */
  inputTokens: z.int(),
})

export const engineCapabilitiesSchema = z.strictObject({
  driver: z.string(),
  bases: z.array(
    z.strictObject({
      id: z.string(),
      /** Prompt and output of one call together. */
      contextSize: z.int(),
      /** SHA-256 of the model file, lower-case hex. */
      sha256: z.string(),
      /** Tokens are numbers below this. */
      vocabularySize: z.int(),
    }),
  ),
  adapterFormats: z.array(z.string()),
  /** Whether several adapters may be combined in one call. */
  combinesAdapters: z.boolean(),
  scores: z.boolean(),
  /** Whether equal requests at temperature 0 give equal tokens whatever was called before. */
  deterministic: z.boolean(),
  embedding: z
    .strictObject({
      id: z.string(),
      dimensions: z.int(),
      /** Of one text. */
      maxTokens: z.int(),
      /** SHA-256 of the model file, lower-case hex. */
      sha256: z.string(),
    })
    .optional(),
})

export const engineHealthSchema = z.strictObject({
  /** `stopped`: no process runs now; the next call starts one. `away`: the server that generates doesn't answer. */
  state: z.enum(['ready', 'stopped', 'away', 'closed']),
  pid: z.int().optional(),
  /** Times that the engine's process was started again. */
  restarts: z.int(),
  /** Calls being served, and calls waiting for a turn. */
  active: z.int(),
  waiting: z.int(),
  /** Threads in use now; fewer than configured after a slow-down. */
  threads: z.int(),
  /** Adapters in memory, and bytes of their files. */
  adaptersLoaded: z.int(),
  adapterBytes: z.int(),
  /** Times that a call found an adapter in memory, and times that one had to be read. */
  adapterHits: z.int(),
  adapterLoads: z.int(),
  /** Evaluations of next tokens, and the tokens in them: one each, or more where calls were evaluated together. */
  evaluations: z.int(),
  evaluatedTokens: z.int(),
})

export type AdapterRef = z.input<typeof adapterRefSchema>
export type Message = z.infer<typeof messageSchema>
export type GenerateParams = z.input<typeof generateParamsSchema>
export type GenerateRequest = z.input<typeof generateRequestSchema> & {
  /** Aborting it stops generation within one token; the end event then says `cancelled`. */
  readonly signal?: AbortSignal | undefined
}
export type ScoreRequest = z.input<typeof scoreRequestSchema>
export type EmbedRequest = z.input<typeof embedRequestSchema>
export type CountTokensRequest = z.input<typeof countTokensRequestSchema>
export type TokenizeRequest = z.input<typeof tokenizeRequestSchema>
export type TokenizeResult = z.infer<typeof tokenizeResultSchema>
export type TokenEvent = z.infer<typeof tokenEventSchema>
export type ScoreResult = z.infer<typeof scoreResultSchema>
export type EngineCapabilities = z.infer<typeof engineCapabilitiesSchema>
export type EngineHealth = z.infer<typeof engineHealthSchema>

export type Engine = {
  /**
   * Generates an answer, token by token.
   * Leaving the loop early stops generation too, but only `signal` yields the end event with the exact counts.
   * Throws (before any event): ENGINE_BAD_REQUEST, ENGINE_UNKNOWN_BASE, ENGINE_CONTEXT_OVERFLOW, ENGINE_ADAPTER_*,
   * ENGINE_BUSY, ENGINE_CLOSED; at any time ENGINE_CRASHED, after the tokens that were delivered.
   */
  generate(request: GenerateRequest): AsyncIterable<TokenEvent>
  /** Log-probability of a given continuation, token by token, behind calls of `generate`; errors as there. */
  score(request: ScoreRequest): Promise<ScoreResult>
  /** One vector of length 1 per text. Throws ENGINE_NO_EMBEDDER, ENGINE_EMBED_TOO_LONG. */
  embed(request: EmbedRequest): Promise<number[][]>
  /** Number of tokens, exactly as `generate` would count its input. */
  countTokens(request: CountTokensRequest): Promise<number>
  /** Tokens of a plain text with the bytes that each stands for. Throws ENGINE_UNKNOWN_BASE, ENGINE_TOKENS_NOT_BYTES. */
  tokenize(request: TokenizeRequest): Promise<TokenizeResult>
  capabilities(): EngineCapabilities
  health(): Promise<EngineHealth>
  /** Ends the engine; calls in flight fail with ENGINE_CLOSED. */
  close(): Promise<void>
}
