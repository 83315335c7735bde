import { availableParallelism } from 'node:os'
import { z } from 'zod'

const modelFile = z.strictObject({
  /** Name by which requests ask for the model. */
  id: z.string().min(1).max(200),
  /** The GGUF file. */
  path: z.string().min(1),
})

/** What the llama.cpp driver is started with. */
export const llamaOptionsSchema = z.strictObject({
  base: modelFile,
  /** A model with an embedding head and mean pooling (all-MiniLM-L6-v2). */
  embedder: modelFile.optional(),
  /** Tokens of prompt and output of one call together; memory grows with it. */
  contextSize: z.int().min(256).default(4096),
  /** Calls served at the same time, each in a context of its own; they take turns, token by token. */
  sequences: z.int().min(1).max(64).default(4),
  /** Calls that may wait; more are refused with ENGINE_BUSY. */
  maxWaiting: z.int().min(0).default(256),
  /** Contexts kept ready for the adapter sets used last, beyond those in use. */
  idleContexts: z.int().min(0).default(4),
  /** Threads for one token's arithmetic. One core is left free: see ThreadGovernor. */
  threads: z
    .int()
    .min(1)
    .default(() => Math.max(1, availableParallelism() - 1)),
  /** Threads for many tokens at once, unless `threads` are faster: see BatchThreads. As many as `threads` by default. */
  batchThreads: z.int().min(1).optional(),
  /** `auto` takes a GPU where one is found. */
  gpu: z.enum(['auto', 'off']).default('auto'),
  /** llama.cpp never frees an adapter: with this many in memory the model is loaded anew. */
  maxAdaptersLoaded: z.int().min(1).default(64),
  /** Keep the evaluated prompt of a context and reuse what the next prompt shares with it, in whole chunks. */
  reusePrefix: z.boolean().default(true),
})

export type LlamaOptions = z.input<typeof llamaOptionsSchema>
export type ResolvedLlamaOptions = z.output<typeof llamaOptionsSchema>
