import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp'

/** A context with one sequence, bound to one set of adapters, used by one call at a time. */
export type ContextSlot = {
  readonly key: string
  readonly context: LlamaContext
  readonly sequence: LlamaContextSequence
  /** Prompt tokens at the start of the sequence that were evaluated in whole chunks. */
  chunked: readonly Token[]
}

/**
 * Sets the number of threads of a context's next evaluation.
 *
 * node-llama-cpp fixes it when the context is made, and its way of sharing threads among contexts halves
 * them for contexts that take turns. Calls take turns here, so each may have all threads: the context's
 * own (private) wish is set. A test asserts that the pinned version obeys.
 */
export function setThreads(context: LlamaContext, threads: number): void {
  const inner = context as unknown as { _idealThreads: number; _freeReservedThreads: () => void }
  if (inner._idealThreads === threads) return
  inner._idealThreads = threads
  inner._freeReservedThreads()
}
