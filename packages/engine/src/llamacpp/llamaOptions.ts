import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { adapterRefSchema } from '../engine.ts'

/** A model's file and the name that requests have for it. */
export const modelFileSchema = z.strictObject({
  /** Name by which requests ask for the model. */
  id: z.string().min(1).max(200),
  /** The GGUF file. */
  path: z.string().min(1),
})

/** What the llama.cpp driver is started with. */
export const llamaOptionsSchema = z.strictObject({
  base: modelFileSchema,
  /** A model with an embedding head and mean pooling (all-MiniLM-L6-v2). */
  embedder: modelFileSchema.optional(),
  /** Tokens of prompt and output of one call together; memory grows with it. */
  contextSize: z.int().min(256).default(4096),
  /** Calls served at the same time, each in a context of its own; they take turns, token by token. */
  sequences: z.int().min(1).max(64).default(4),
  /** Calls that may wait; more are refused with ENGINE_BUSY. */
  maxWaiting: z.int().min(0).default(256),
  /** Contexts kept beyond `sequences`, each with the adapters and the prompt of a call before. */
  idleContexts: z.int().min(0).default(4),
  /** Threads for one token's arithmetic. One core is left free: see ThreadGovernor. */
  threads: z
    .int()
    .min(1)
    .default(() => Math.max(1, availableParallelism() - 1)),
  /** Threads for many tokens at once, unless `threads` are faster: see BatchThreads. As many as `threads` by default. */
  batchThreads: z.int().min(1).optional(),
  /**
   * Tokens of calls with the same adapters evaluated together: `exact` where this gives each call the bits that it would
   * get alone (found out at the first use), `always`, or `off`. On a GPU `exact` hardly ever holds.
   */
  batching: z.enum(['exact', 'always', 'off']).default('exact'),
  /** How many later calls may go before one because their adapters are being computed with. 0: first come, first served. */
  passes: z.int().min(0).max(1_024).default(8),
  /** `auto` takes a GPU where one is found. */
  gpu: z.enum(['auto', 'off']).default('auto'),
  /** Bytes of adapter files kept in memory; those that calls use at a time may be more. */
  adapterMemory: z
    .int()
    .min(0)
    .default(512 * 2 ** 20),
  /** Keys, values and sums of attention: in 16-bit floats by flash attention, or in 32-bit ones, slower and in twice the memory. */
  attention: z.enum(['f16', 'f32']).default('f16'),
  /** Adapters that are loaded at the start and stay. */
  pinned: z.array(adapterRefSchema).default([]),
  /** Keep the evaluated prompt of a context and reuse what the next prompt shares with it, in whole chunks. */
  reusePrefix: z.boolean().default(true),
})

export type LlamaOptions = z.input<typeof llamaOptionsSchema>
export type ResolvedLlamaOptions = z.output<typeof llamaOptionsSchema>
