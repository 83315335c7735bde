/** Batches that a number of threads is tried for, and after how many batches the other number is tried again. */
const TRIAL = 2
const AGAIN = 32
/** Smaller batches say little about speed. */
const TOKENS_MIN = 32

/**
 * Chooses the number of threads for evaluating many tokens at once: all of them, or as few as single tokens use.
 *
 * With idle cores all are nearly that many times as fast. With other load on one of them llama.cpp's threads wait for
 * each other in every layer, and fewer are faster. Which it is changes: both are tried, then the faster one is used, and
 * the other is tried again now and then. The results don't depend on the number.
 */
export class BatchThreads {
  readonly #counts: readonly number[]
  readonly #msPerToken = new Map<number, number>()
  #threads: number
  #left = TRIAL
  #fastest: number | undefined

  constructor(options: { readonly all: number; readonly few: number }) {
    this.#counts = [...new Set([options.all, Math.min(options.few, options.all)])]
    this.#threads = options.all
  }

  get threads(): number {
    return this.#threads
  }

  /**
   * Notes how long a batch took with the threads of now.
   * @param tokens evaluated at once
   * @param ms its duration
   */
  observe(tokens: number, ms: number): void {
    if (tokens < TOKENS_MIN || this.#counts.length === 1) return
    const speed = ms / tokens
    const best = this.#left === TRIAL ? undefined : this.#msPerToken.get(this.#threads)
    // Of a trial's batches the faster one counts: the slower was disturbed.
    this.#msPerToken.set(this.#threads, Math.min(speed, best ?? speed))
    this.#left -= 1
    if (this.#left === 0) this.#next()
  }

  /** After a trial: the count that was not tried yet, else the faster one for a while, else the other one again. */
  #next(): void {
    const untried = this.#counts.find((count) => !this.#msPerToken.has(count))
    const wasTrial = this.#fastest === undefined || this.#threads !== this.#fastest
    if (untried !== undefined || !wasTrial) {
      this.#threads = untried ?? this.#other(this.#threads)
      this.#left = TRIAL
      return
    }
    const [a, b] = this.#counts
    const time = (count: number | undefined) => this.#msPerToken.get(count ?? 0) ?? Number.POSITIVE_INFINITY
    this.#fastest = time(a) <= time(b) ? a : b
    this.#threads = this.#fastest ?? this.#threads
    this.#left = AGAIN
  }

  #other(count: number): number {
    return this.#counts.find((one) => one !== count) ?? count
  }
}
