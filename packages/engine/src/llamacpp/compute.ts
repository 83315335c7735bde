import type { LlamaContext } from 'node-llama-cpp'
import type { BatchThreads } from './batchThreads.ts'
import { setThreads } from './contextSlot.ts'
import { FifoSemaphore } from './fifoSemaphore.ts'
import type { ThreadGovernor } from './threadGovernor.ts'

/** A token of one call that waits for its evaluation. */
type Pending = {
  readonly evaluate: () => Promise<unknown>
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/** Calls that generate in one context: their next tokens are evaluated together. */
type Group = {
  /** Calls that generate. */
  members: number
  readonly pending: Pending[]
  /** A turn was asked for. */
  isDue: boolean
  /** Told when every member has handed its token in, or left. */
  onWhole: (() => void) | undefined
}

/** How long a context's turn waits for calls in it that haven't handed their next token in, ms. */
const GATHER_ms = 3

/**
 * The model's arithmetic, one evaluation at a time with all threads: contexts take turns. Calls in one context have
 * their tokens evaluated together; whether that changes a call's numbers is for `ModelHost` to know.
 */
export class Compute {
  readonly #turn = new FifoSemaphore({ permits: 1 })
  readonly #governor: ThreadGovernor
  readonly #batchThreads: BatchThreads
  readonly #onThreads: (threads: number) => void
  readonly #patience_ms: number
  #calls = 0
  #evaluations = 0
  #evaluatedTokens = 0
  readonly #waiting = new Set<() => void>()
  readonly #groups = new Map<LlamaContext, Group>()

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

  get status() {
    return { threads: this.threads, evaluations: this.#evaluations, evaluatedTokens: this.#evaluatedTokens }
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

  /**
   * A call begins to generate in a context: turns of the context wait for its tokens from now on.
   * @returns to be called when it has ended
   */
  join(context: LlamaContext): () => void {
    const group = this.#groups.get(context) ?? { members: 0, pending: [], isDue: false, onWhole: undefined }
    this.#groups.set(context, group)
    group.members += 1
    let left = false
    return () => {
      if (left) return
      left = true
      group.members -= 1
      if (group.members === 0) this.#groups.delete(context)
      if (group.pending.length >= group.members) group.onWhole?.()
    }
  }

  /** Evaluates one token, together with those of other calls that joined the context; its time is watched. */
  step<T>(context: LlamaContext, evaluate: () => Promise<T>): Promise<T> {
    const group = this.#groups.get(context)
    if (group === undefined) return this.#turn.run(async () => this.#timed(context, 1, evaluate))
    return new Promise((resolve, reject) => {
      group.pending.push({ evaluate, resolve, reject })
      if (group.pending.length >= group.members) group.onWhole?.()
      if (group.isDue) return
      group.isDue = true
      this.#turn.run(() => this.#evaluate(context, group)).catch(reject)
    })
  }

  async #evaluate(context: LlamaContext, group: Group): Promise<void> {
    await whole(group)
    group.isDue = false
    const together = group.pending.splice(0)
    // Begun in one go, so that they come into one batch.
    const results = await this.#timed(context, together.length, () =>
      Promise.allSettled(together.map(({ evaluate }) => evaluate())),
    )
    for (const [at, result] of results.entries()) {
      if (result.status === 'fulfilled') together[at]?.resolve(result.value as never)
      else together[at]?.reject(result.reason)
    }
  }

  async #timed<T>(context: LlamaContext, tokens: number, evaluate: () => Promise<T>): Promise<T> {
    this.#evaluations += 1
    this.#evaluatedTokens += tokens
    const before = this.#governor.threads
    setThreads(context, before)
    const start = performance.now()
    const result = await evaluate()
    const end = performance.now()
    const after = this.#governor.observe((end - start) / Math.max(1, tokens), end)
    if (after !== before) this.#onThreads(after)
    return result
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

/** Waits until every member of a group has handed its token in, or some time has passed. */
function whole(group: Group): Promise<void> {
  if (group.pending.length >= group.members) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      group.onWhole = undefined
      resolve()
    }
    const timer = setTimeout(end, GATHER_ms)
    group.onWhole = end
  })
}
