import type { LlamaContext } from 'node-llama-cpp'
import { setThreads } from './contextSlot.ts'
import { FifoSemaphore } from './fifoSemaphore.ts'
import type { ThreadGovernor } from './threadGovernor.ts'

/**
 * The model's arithmetic, one evaluation at a time with all threads: calls in parallel take turns.
 * Evaluations of different calls are never mixed in a batch, so none changes another's numbers.
 */
export class Compute {
  readonly #turn = new FifoSemaphore({ permits: 1 })
  readonly #governor: ThreadGovernor
  readonly #onThreads: (threads: number) => void

  constructor(options: { readonly governor: ThreadGovernor; readonly onThreads: (threads: number) => void }) {
    this.#governor = options.governor
    this.#onThreads = options.onThreads
  }

  get threads(): number {
    return this.#governor.threads
  }

  /** Evaluates one token; its time is watched. */
  step<T>(context: LlamaContext, evaluate: () => Promise<T>): Promise<T> {
    return this.#turn.run(async () => {
      const before = this.#governor.threads
      setThreads(context, before)
      const start = performance.now()
      const result = await evaluate()
      const end = performance.now()
      const after = this.#governor.observe(end - start, end)
      if (after !== before) this.#onThreads(after)
      return result
    })
  }

  /** Evaluates several tokens. */
  batch<T>(context: LlamaContext | undefined, evaluate: () => Promise<T>): Promise<T> {
    return this.#turn.run(() => {
      if (context) setThreads(context, this.#governor.threads)
      return evaluate()
    })
  }
}
