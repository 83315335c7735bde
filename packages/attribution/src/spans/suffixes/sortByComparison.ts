import { lmsByFirst } from './lmsSuffixes.ts'
import { at, type Symbols } from './symbols.ts'

/** Groups of so few are sorted by insertion. */
const INSERTION_MAX = 10

/**
 * Sorts the LMS suffixes by comparing their symbols: multikey quicksort (Bentley and Sedgewick, Fast Algorithms for
 * Sorting and Searching Strings, 1997) in each group that begins with the same symbol.
 *
 * @param firsts for each symbol the number of LMS suffixes that begin with it
 * @param most symbols that may be looked at
 * @returns undefined when that many were not enough
 */
export function sortByComparison(text: Symbols, firsts: Int32Array, most: number): Int32Array | undefined {
  const { order, ends } = lmsByFirst(text, firsts)
  const sorter = new Sorter(text, order, most)
  let start = 0
  for (const end of ends) {
    if (end - start > 1 && !sorter.sort(start, end)) return undefined
    start = end
  }
  return order
}

class Sorter {
  readonly #text: Symbols
  readonly #order: Int32Array
  /** For each suffix of the group in work the symbol that it is sorted by now. */
  readonly #keys: Int32Array
  /** Groups that wait: start, end, and how many first symbols they share. */
  readonly #waiting: number[] = []
  #left: number

  constructor(text: Symbols, order: Int32Array, most: number) {
    this.#text = text
    this.#order = order
    this.#keys = new Int32Array(order.length)
    this.#left = most
  }

  /** Sorts a group whose suffixes share their first symbol. @returns false when too much was looked at */
  sort(start: number, end: number): boolean {
    const waiting = this.#waiting
    waiting.push(start, end, 1)
    while (waiting.length > 0) {
      const depth = waiting.pop() as number
      const to = waiting.pop() as number
      const from = waiting.pop() as number
      if (to - from > INSERTION_MAX) {
        this.#readKeys(from, to, depth)
        this.#partition(from, to, depth)
      } else this.#insert(from, to, depth)
      if (this.#left < 0) return false
    }
    return true
  }

  #readKeys(from: number, to: number, depth: number): void {
    const text = this.#text
    const order = this.#order
    const keys = this.#keys
    for (let i = from; i < to; i++) {
      const position = at(order, i) + depth
      keys[i] = position < text.length ? at(text, position) : -1
    }
    this.#left -= to - from
  }

  /** Sorts a group by its keys; those with equal keys wait to be sorted by the next symbol. */
  #partition(start: number, end: number, depth: number): void {
    const order = this.#order
    const keys = this.#keys
    let [from, to] = [start, end]
    while (to - from > INSERTION_MAX) {
      const pivot = median(at(keys, from), at(keys, (from + to) >>> 1), at(keys, to - 1))
      let [less, i, greater] = [from, from, to - 1]
      while (i <= greater) {
        const key = at(keys, i)
        if (key === pivot) {
          i++
          continue
        }
        const other = key < pivot ? less++ : greater--
        const position = at(order, i)
        order[i] = at(order, other)
        order[other] = position
        keys[i] = at(keys, other)
        keys[other] = key
        if (key < pivot) i++
      }
      // Those that ended here are one suffix at most: the text ends once.
      if (greater + 1 - less > 1) this.#waiting.push(less, greater + 1, depth + 1)
      // The smaller side first, so that calls nest no deeper than the logarithm of the size.
      if (less - from < to - greater - 1) {
        this.#partition(from, less, depth)
        from = greater + 1
      } else {
        this.#partition(greater + 1, to, depth)
        to = less
      }
    }
    this.#insert(from, to, depth)
  }

  #insert(from: number, to: number, depth: number): void {
    const order = this.#order
    for (let i = from + 1; i < to; i++) {
      const position = at(order, i)
      let place = i - 1
      while (place >= from && this.#isLess(position, at(order, place), depth) && this.#left >= 0) {
        order[place + 1] = at(order, place)
        place--
      }
      order[place + 1] = position
    }
  }

  #isLess(one: number, other: number, depth: number): boolean {
    const text = this.#text
    const { length } = text
    let [i, j] = [one + depth, other + depth]
    while (i < length && j < length && text[i] === text[j]) {
      i++
      j++
    }
    this.#left -= i - one - depth + 1
    if (j >= length) return false
    return i >= length || at(text, i) < at(text, j)
  }
}

function median(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : Math.max(a, c)
  return a < c ? a : Math.max(b, c)
}
