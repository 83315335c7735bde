import type { LlamaContext } from 'node-llama-cpp'
import type { BatchThreads } from './batchThreads.ts'
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
  readonly #batchThreads: BatchThreads
  readonly #onThreads: (threads: number) => void

  constructor(options: {
    readonly governor: ThreadGovernor
    readonly batchThreads: BatchThreads
    readonly onThreads: (threads: number) => void
  }) {
    this.#governor = options.governor
    this.#batchThreads = options.batchThreads
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

  /** Evaluates several tokens of one context; their time is watched. */
  batch<T>(context: LlamaContext, tokens: number, evaluate: () => Promise<T>): Promise<T> {
    return this.#turn.run(async () => {
      setThreads(context, this.#batchThreads.threads)
      const start = performance.now()
      const result = await evaluate()
      this.#batchThreads.observe(tokens, performance.now() - start)
      return result
    })
  }

  /** Evaluates something else, with the threads that it has. */
  other<T>(evaluate: () => Promise<T>): Promise<T> {
    return this.#turn.run(evaluate)
  }
}
