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
  readonly #patience_ms: number
  #calls = 0
  readonly #waiting = new Set<() => void>()

  constructor(options: {
    readonly governor: ThreadGovernor
    readonly batchThreads: BatchThreads
    readonly onThreads: (threads: number) => void
    /** How long background work waits for calls to end before each of its evaluations, at most. */
    readonly patience_ms?: number
  }) {
    this.#patience_ms = options.patience_ms ?? 2_000
    this.#governor = options.governor
    this.#batchThreads = options.batchThreads
    this.#onThreads = options.onThreads
  }

  get threads(): number {
    return this.#governor.threads
  }

  /** A call that somebody waits for begins. @returns to be called when it has ended */
  enter(): () => void {
    this.#calls += 1
    let left = false
    return () => {
      if (left) return
      left = true
      this.#calls -= 1
      if (this.#calls === 0) for (const goOn of [...this.#waiting]) goOn()
    }
  }

  /**
   * Before an evaluation that nobody waits for: lets calls go first. A batch takes as long as many tokens of an answer,
   * and the answer would come in jerks. Under calls without end the work goes on slowly.
   */
  stepBack(): Promise<void> {
    if (this.#calls === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const goOn = () => {
        clearTimeout(timer)
        this.#waiting.delete(goOn)
        resolve()
      }
      const timer = setTimeout(goOn, this.#patience_ms)
      this.#waiting.add(goOn)
    })
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
