import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { engineErrors } from '../errors.ts'

/** Lets at most `permits` holders in at a time, in the order in which they came. */
export class FifoSemaphore {
  #free: number
  readonly #permits: number
  readonly #maxWaiting: number
  readonly #queue: (() => void)[] = []

  constructor(options: { readonly permits: number; readonly maxWaiting?: number }) {
    this.#free = options.permits
    this.#permits = options.permits
    this.#maxWaiting = options.maxWaiting ?? Number.POSITIVE_INFINITY
  }

  get active(): number {
    return this.#permits - this.#free
  }

  get waiting(): number {
    return this.#queue.length
  }

  /**
   * Waits for a permit.
   * @returns a function that gives it back (once), or undefined when the signal was aborted while waiting
   * @throws ENGINE_BUSY when `maxWaiting` are waiting already
   */
  async acquire(signal?: AbortSignal): Promise<(() => void) | undefined> {
    if (signal?.aborted) return undefined
    if (this.#free > 0) this.#free--
    else if (this.#queue.length >= this.#maxWaiting)
      throw new OpenLedgerError(engineErrors.ENGINE_BUSY, `${this.#queue.length} calls are waiting already`)
    else if (!(await this.#wait(signal))) return undefined
    let released = false
    return () => {
      if (released) return
      released = true
      const next = this.#queue.shift()
      if (next) next()
      else this.#free++
    }
  }

  /** Runs `work` while holding a permit. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire()
    try {
      return await work()
    } finally {
      release?.()
    }
  }

  #wait(signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const turn = () => {
        signal?.removeEventListener('abort', abort)
        resolve(true)
      }
      const abort = () => {
        const index = this.#queue.indexOf(turn)
        if (index >= 0) this.#queue.splice(index, 1)
        resolve(false)
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#queue.push(turn)
    })
  }
}
