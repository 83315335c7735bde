import { z } from 'zod'
import { modelFileSchema } from '../llamacpp/llamaOptions.ts'

/** What the vLLM driver is started with. */
export const vllmOptionsSchema = z.strictObject({
  /**
   * Where the server answers: `http://HOST:PORT`, without a path. It loads what lies in `adapters.folder`, so it stands in
   * a network of the operator's own.
   */
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  /** What the server was given as `--api-key`. */
  apiKey: z.string().min(1).optional(),
  /** The base model: requests name it by `id`. Its GGUF is read for vocabulary, chat template and hash; no weight is loaded. */
  base: modelFileSchema,
  /** Name of the base on the server (`--served-model-name`); its `id` unless set. */
  servedName: z.string().min(1).max(200).optional(),
  /** A model with an embedding head and mean pooling, run here by llama.cpp. */
  embedder: modelFileSchema.optional(),
  adapters: z.strictObject({
    /** Folder that adapters are written into for the server to read; this engine's alone. */
    folder: z.string().min(1),
    /** The same folder as the server's machine names it. */
    folderThere: z.string().min(1).optional(),
    /** Most adapters and ensembles on the server at a time, but for those in use; at most its `--max-cpu-loras`. */
    max: z.int().min(1).max(10_000).default(64),
    /** Bytes of the adapters' files on the server at a time, but for those in use. */
    memory: z
      .int()
      .min(0)
      .default(4 * 2 ** 30),
  }),
  /** Calls on the server at the same time; it batches them by itself. At most its `--max-num-seqs`. */
  sequences: z.int().min(1).max(4_096).default(64),
  /** Calls that may wait; more are refused with ENGINE_BUSY. */
  maxWaiting: z.int().min(0).default(256),
  /** Threads of the embedding model. */
  threads: z.int().min(1).default(1),
  /** How long the server may be away at the start, ms. */
  wait_ms: z.int().min(0).default(600_000),
  /** How long an answer may bring nothing before it is given up, ms; `fetch` waits no longer. A long prompt is read in silence. */
  silence_ms: z.int().min(100).max(300_000).default(120_000),
})

export type VllmOptions = z.input<typeof vllmOptionsSchema>
export type ResolvedVllmOptions = z.output<typeof vllmOptionsSchema>
