import { seededRandom } from '../lib/seededRandom.ts'

/** Draws among `count` things of which the n-th most popular is asked for in proportion to 1 / n (Zipf, exponent 1). */
export class ZipfTraffic {
  readonly #random: () => number
  readonly #cumulative: readonly number[]
  #order: number[]

  constructor(count: number, seed: number) {
    this.#random = seededRandom(seed)
    let sum = 0
    this.#cumulative = Array.from({ length: count }, (_, at) => (sum += 1 / (at + 1)))
    this.#order = this.#shuffled(count)
  }

  /** Which one is asked for next. */
  next(): number {
    const wanted = this.#random() * (this.#cumulative.at(-1) ?? 0)
    let [low, high] = [0, this.#cumulative.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#cumulative[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return this.#order[low] ?? 0
  }

  /** Gives every one another popularity. */
  shuffle(): void {
    this.#order = this.#shuffled(this.#order.length)
  }

  /** The share of requests that the `slots` most popular get: what a memory that always holds just them would find. */
  staticBest(slots: number): number {
    return (this.#cumulative[slots - 1] ?? 0) / (this.#cumulative.at(-1) ?? 1)
  }

  #shuffled(count: number): number[] {
    const order = Array.from({ length: count }, (_, at) => at)
    for (let at = count - 1; at > 0; at--) {
      const other = Math.floor(this.#random() * (at + 1))
      const [a = 0, b = 0] = [order[at], order[other]]
      order[at] = b
      order[other] = a
    }
    return order
  }
}
