import { at, type Symbols } from './symbols.ts'

/**
 * Numbers the LMS substrings by their order, equal ones alike.
 *
 * @param order its last elements are the LMS positions, sorted by substring; the rest is used up
 * @param positions the LMS positions in the order of the text
 * @returns `reduced`: their numbers in the order of the text, each below `names`
 */
export function nameSubstrings(
  text: Symbols,
  order: Int32Array,
  positions: Int32Array,
): { readonly reduced: Int32Array; readonly names: number } {
  const { length: n } = text
  const { length: count } = positions
  // Two LMS positions are never neighbours, so half a position is a place of its own, below the sorted ones.
  for (let i = 0; i < count; i++) {
    const end = i + 1 < count ? at(positions, i + 1) : n
    order[at(positions, i) >> 1] = end - at(positions, i)
  }
  let names = 0
  let [previous, previousLength] = [-1, -1]
  for (let i = n - count; i < n; i++) {
    const position = at(order, i)
    const length = at(order, position >> 1)
    const isEqual = length === previousLength && isSame(text, previous, position, length)
    if (!isEqual) names++
    order[position >> 1] = names - 1
    ;[previous, previousLength] = [position, length]
  }
  const reduced = positions.map((position) => at(order, position >> 1))
  return { reduced, names }
}

/** Whether two substrings and the symbols after them are the same. The last one of a text has none after it. */
function isSame(text: Symbols, one: number, other: number, length: number): boolean {
  if (one + length >= text.length || other + length >= text.length) return false
  for (let i = 0; i <= length; i++) if (at(text, one + i) !== at(text, other + i)) return false
  return true
}
