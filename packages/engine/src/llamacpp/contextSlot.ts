import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp'

/** A context, and the adapters that it points at: those of all calls in it. */
export type PointedContext = {
  /** See {@link adapterKey}. */
  key: string
  readonly context: LlamaContext
  readonly slots: readonly ContextSlot[]
}

/** A sequence of a context, used by one call at a time. */
export type ContextSlot = {
  readonly home: PointedContext
  readonly context: LlamaContext
  readonly sequence: LlamaContextSequence
  /** Prompt tokens at the start of the sequence that were evaluated in whole chunks. */
  chunked: readonly Token[]
}

/** A context that points at no adapters, with all its sequences. */
export function pointedContext(context: LlamaContext): PointedContext {
  const slots: ContextSlot[] = []
  const home: PointedContext = { key: '', context, slots }
  for (let n = context.totalSequences; n > 0; n--)
    slots.push({ home, context, sequence: context.getSequence(), chunked: [] })
  return home
}

/** Names a set of adapters with their scales; the same set in the same order has the same name, none has ''. */
export function adapterKey(adapters: readonly { readonly id: string; readonly scale: number }[]): string {
  return adapters.map(({ id, scale }) => `${id}*${scale}`).join('+')
}

/** Whether a key's set has this adapter. */
export function keyNames(key: string, id: string): boolean {
  return key.split('+').some((part) => part.startsWith(`${id}*`))
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
