const WINDOW = 8

/**
 * Chooses the number of threads from how long tokens take.
 *
 * llama.cpp's threads wait for each other at a barrier in every layer, spinning: one busy core makes a
 * token take 10 to 100 times as long. So when tokens suddenly take several times the best time seen,
 * half as many threads are used; after a quiet time all of them are tried again.
 */
export class ThreadGovernor {
  readonly #configured: number
  readonly #slowFactor: number
  readonly #retryAfterMs: number
  #threads: number
  #bestMs = Number.POSITIVE_INFINITY
  #recent: number[] = []
  #loweredAt = 0
  #retryDelayMs: number

  /**
   * @param options.threads threads when nothing disturbs, ≥ 1
   * @param options.slowFactor how many times the best median counts as slow
   * @param options.retryAfterMs first wait before all threads are tried again; doubles each time, up to 16 times
   */
  constructor(options: { readonly threads: number; readonly slowFactor?: number; readonly retryAfterMs?: number }) {
    this.#configured = options.threads
    this.#threads = options.threads
    this.#slowFactor = options.slowFactor ?? 4
    this.#retryAfterMs = options.retryAfterMs ?? 60_000
    this.#retryDelayMs = this.#retryAfterMs
  }

  get threads(): number {
    return this.#threads
  }

  /**
   * Notes the time of one single-token evaluation.
   * @param ms its duration
   * @param nowMs a steady clock
   * @returns the number of threads for the next evaluation
   */
  observe(ms: number, nowMs: number): number {
    this.#recent.push(ms)
    if (this.#recent.length < WINDOW) return this.#threads
    const median = this.#recent.sort((a, b) => a - b)[WINDOW / 2] ?? ms
    this.#recent = []
    const slow = median > this.#slowFactor * this.#bestMs
    this.#bestMs = Math.min(this.#bestMs, median)

    if (slow && this.#threads > 1) {
      this.#threads = Math.ceil(this.#threads / 2)
      this.#loweredAt = nowMs
    } else if (this.#threads < this.#configured && nowMs - this.#loweredAt >= this.#retryDelayMs) {
      this.#threads = this.#configured
      this.#retryDelayMs = Math.min(this.#retryDelayMs * 2, this.#retryAfterMs * 16)
    }
    return this.#threads
  }
}
