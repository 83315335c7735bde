import { at, type Symbols } from './symbols.ts'

/** A place of `order` that no suffix has taken yet. */
const EMPTY = -(2 ** 31)

type Buckets = {
  /** For each symbol how often it occurs. */
  readonly counts: Int32Array
  /** For each symbol the number of LMS suffixes that begin with it. */
  readonly firsts: Int32Array
}

/**
 * Sorts all suffixes by the sorted LMS suffixes.
 *
 * @param order gets them
 * @param known.sorted the LMS positions in the order of their suffixes
 */
export function induceSuffixes(
  text: Symbols,
  order: Int32Array,
  { counts, firsts, sorted }: Buckets & { readonly sorted: Int32Array },
): void {
  placeLms(order, { counts, firsts, lms: sorted })
  const edges = new Int32Array(counts.length)
  induceLarger(text, order, counts, edges, false)
  induceSmaller(text, order, counts, edges, false)
}

/**
 * Sorts the LMS substrings (from each LMS position to the next) by LMS positions in any order.
 *
 * @param order its last elements are them afterwards, as many as there are
 */
export function sortedSubstrings(
  text: Symbols,
  order: Int32Array,
  { counts, firsts, positions }: Buckets & { readonly positions: Int32Array },
): void {
  const edges = new Int32Array(counts.length)
  let start = 0
  for (let symbol = 0; symbol < counts.length; symbol++) {
    edges[symbol] = start
    start += at(firsts, symbol)
  }
  const lms = new Int32Array(positions.length)
  for (const position of positions) {
    const symbol = at(text, position)
    lms[at(edges, symbol)] = position
    edges[symbol] = at(edges, symbol) + 1
  }
  placeLms(order, { counts, firsts, lms })
  induceLarger(text, order, counts, edges, true)
  const top = induceSmaller(text, order, counts, edges, true)
  if (text.length - top !== positions.length)
    throw new Error(`${positions.length} LMS substrings went in and ${text.length - top} came out`)
}

/** Puts LMS positions, which are grouped by first symbol, at the end of each symbol's bucket. */
function placeLms(order: Int32Array, { counts, firsts, lms }: Buckets & { readonly lms: Int32Array }): void {
  order.fill(EMPTY)
  let [end, from] = [0, 0]
  for (let symbol = 0; symbol < counts.length; symbol++) {
    end += at(counts, symbol)
    const count = at(firsts, symbol)
    if (count > 0) order.set(lms.subarray(from, from + count), end - count)
    from += count
  }
}

/**
 * From the LMS suffixes, the suffixes of type L: each before it in the text, from the smallest up. What is before a
 * suffix is known when it is placed: a position is placed as it is when a suffix of type L is before it, and else as its
 * complement, so that neither pass looks at the text for nothing.
 *
 * Afterwards a position stands as it is where a suffix of type S is before it (or none, at 0).
 *
 * @param dropLarger whether the others of type L are dropped instead of kept as complements
 */
function induceLarger(
  text: Symbols,
  order: Int32Array,
  counts: Int32Array,
  edges: Int32Array,
  dropLarger: boolean,
): void {
  const { length } = text
  let start = 0
  for (let symbol = 0; symbol < counts.length; symbol++) {
    edges[symbol] = start
    start += at(counts, symbol)
  }
  const last = length - 1
  const lastSymbol = at(text, last)
  const first = at(edges, lastSymbol)
  order[first] = last > 0 && at(text, last - 1) >= lastSymbol ? last : ~last
  edges[lastSymbol] = first + 1
  for (let i = 0; i < length; i++) {
    const placed = at(order, i)
    if (placed < 0) {
      if (placed !== EMPTY) order[i] = ~placed
      continue
    }
    order[i] = dropLarger ? EMPTY : ~placed
    const position = placed - 1
    const symbol = at(text, position)
    const edge = at(edges, symbol)
    order[edge] = position > 0 && at(text, position - 1) >= symbol ? position : ~position
    edges[symbol] = edge + 1
  }
}

/**
 * From the suffixes of type L, those of type S: each before it in the text, from the greatest down. They take the places
 * of the LMS suffixes that began it. All complements become positions.
 *
 * @param collectLms where suffixes of type L were dropped, so that the complements are the LMS suffixes: whether these are
 *   moved to the end of `order`
 * @returns where they begin
 */
function induceSmaller(
  text: Symbols,
  order: Int32Array,
  counts: Int32Array,
  edges: Int32Array,
  collectLms: boolean,
): number {
  const { length } = text
  let [end, top] = [0, length]
  for (let symbol = 0; symbol < counts.length; symbol++) {
    end += at(counts, symbol)
    edges[symbol] = end
  }
  for (let i = length - 1; i >= 0; i--) {
    const placed = at(order, i)
    if (placed > 0) {
      const position = placed - 1
      const symbol = at(text, position)
      const edge = at(edges, symbol) - 1
      edges[symbol] = edge
      order[edge] = position > 0 && at(text, position - 1) <= symbol ? position : ~position
    } else if (placed < 0 && placed !== EMPTY) {
      if (!collectLms) order[i] = ~placed
      else if (placed !== ~0) order[--top] = ~placed
    }
  }
  return top
}
