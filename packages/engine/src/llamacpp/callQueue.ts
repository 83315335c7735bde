import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../errors.ts'

type Waiting = {
  readonly key: string
  readonly admit: () => void
  /** How many calls that came later went before it. */
  passed: number
}

/**
 * Lets at most `permits` calls in at a time. They go in the order in which they came, but that one whose adapters are
 * being computed with goes before others: it is evaluated together with its like at little cost. No call is passed by
 * more than `passes` others.
 */
export class CallQueue {
  #free: number
  readonly #permits: number
  readonly #maxWaiting: number
  readonly #passes: number
  readonly #prefers: (key: string) => boolean
  readonly #queue: Waiting[] = []
  /** Calls let in, by key. */
  readonly #active = new Map<string, number>()

  /**
   * @param options.prefers whether calls with these adapters are cheap now
   * @param options.passes how many later calls may go before one
   */
  constructor(options: {
    readonly permits: number
    readonly maxWaiting: number
    readonly passes: number
    readonly prefers: (key: string) => boolean
  }) {
    this.#free = options.permits
    this.#permits = options.permits
    this.#maxWaiting = options.maxWaiting
    this.#passes = options.passes
    this.#prefers = options.prefers
  }

  get active(): number {
    return this.#permits - this.#free
  }

  get waiting(): number {
    return this.#queue.length
  }

  /** Calls with these adapters, let in or waiting. */
  demand(key: string): number {
    return (this.#active.get(key) ?? 0) + this.#queue.filter((call) => call.key === key).length
  }

  /**
   * Waits for a permit.
   * @param key names the call's adapters
   * @returns a function that gives it back (once), or undefined when the signal was aborted while waiting
   * @throws ENGINE_BUSY when `maxWaiting` are waiting already
   */
  async acquire(key: string, signal?: AbortSignal): Promise<(() => void) | undefined> {
    if (signal?.aborted) return undefined
    if (this.#free > 0) this.#free--
    else if (this.#queue.length >= this.#maxWaiting)
      throw new OpenLedgerError(engineErrors.ENGINE_BUSY, `${this.#queue.length} calls are waiting already`)
    else if (!(await this.#wait(key, signal))) return undefined
    this.#active.set(key, (this.#active.get(key) ?? 0) + 1)
    let released = false
    return () => {
      if (released) return
      released = true
      const left = (this.#active.get(key) ?? 1) - 1
      if (left === 0) this.#active.delete(key)
      else this.#active.set(key, left)
      this.#admitNext()
    }
  }

  #admitNext(): void {
    const place = this.#nextPlace()
    const [next] = this.#queue.splice(place, 1)
    for (const earlier of this.#queue.slice(0, place)) earlier.passed += 1
    if (next === undefined) this.#free += 1
    else next.admit()
  }

  #nextPlace(): number {
    const stop = this.#queue.findIndex(({ passed }) => passed >= this.#passes)
    const mayPass = stop === -1 ? this.#queue : this.#queue.slice(0, stop + 1)
    const cheap = mayPass.findIndex(({ key }) => this.#prefers(key))
    return cheap === -1 ? 0 : cheap
  }

  #wait(key: string, signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const admit = () => {
        signal?.removeEventListener('abort', abort)
        resolve(true)
      }
      const entry = { key, admit, passed: 0 }
      const abort = () => {
        const index = this.#queue.indexOf(entry)
        if (index >= 0) this.#queue.splice(index, 1)
        resolve(false)
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#queue.push(entry)
    })
  }
}
