import { induceSuffixes, sortedSubstrings } from './induceSuffixes.ts'
import { lmsCounts, lmsPositions } from './lmsSuffixes.ts'
import { nameSubstrings } from './nameSubstrings.ts'
import { sortByComparison } from './sortByComparison.ts'
import { at, type Symbols } from './symbols.ts'

/** Longest text, symbols: positions are kept in 32 bits with a sign. */
export const SUFFIX_ARRAY_MAX = 2 ** 31 - 1

/** What natural text needs is some 10. */
const COMPARED_MAX = 40

/**
 * The positions of a text in the order of the suffixes that start there. The end of the text sorts before every symbol.
 *
 * A suffix is of type S when it is smaller than the next one, else of type L; those of type S after one of type L (the
 * LMS suffixes) sort all others by induction (Nong, Zhang and Chan, Two Efficient Algorithms for Linear Time Suffix Array
 * Construction, 2011). The LMS suffixes themselves, in natural text a third of all, are sorted by comparing symbols, and
 * where that takes too long, as the same paper does, by induction and recursion: time and memory are linear in the length
 * whatever the text is, a text made to be slow to sort included.
 *
 * @param text n symbols, each below `alphabet`
 * @param alphabet number of symbols there may be
 * @param comparedMax symbols that may be compared for each symbol of the text, before sorting by comparison is given up
 * @returns n positions; beside them some 4n bytes are needed while it runs, and four times the alphabet's size
 */
export function suffixArray(text: Symbols, alphabet: number, comparedMax = COMPARED_MAX): Int32Array {
  const order = new Int32Array(text.length)
  sortSuffixes(text, order, alphabet, comparedMax)
  return order
}

/** Fills `order` with the sorted suffixes of `text`. */
function sortSuffixes(text: Symbols, order: Int32Array, alphabet: number, comparedMax: number): void {
  if (text.length === 0) return
  const counts = new Int32Array(alphabet)
  for (let i = 0; i < text.length; i++) counts[at(text, i)] = at(counts, at(text, i)) + 1
  const firsts = lmsCounts(text, alphabet)
  const sorted =
    sortByComparison(text, firsts, comparedMax * text.length) ??
    sortByInduction(text, order, { counts, firsts, comparedMax })
  induceSuffixes(text, order, { counts, firsts, sorted })
}

/** The LMS suffixes in order, however much they repeat each other. `order` is used up. */
function sortByInduction(
  text: Symbols,
  order: Int32Array,
  known: { readonly counts: Int32Array; readonly firsts: Int32Array; readonly comparedMax: number },
): Int32Array {
  const positions = lmsPositions(text, known.firsts)
  sortedSubstrings(text, order, { ...known, positions })
  const { reduced, names } = nameSubstrings(text, order, positions)
  // Equal substrings have equal names: the text of the names is sorted in the same way, where names repeat.
  const reducedOrder = new Int32Array(positions.length)
  if (names < positions.length) sortSuffixes(reduced, reducedOrder, names, known.comparedMax)
  else for (let i = 0; i < reduced.length; i++) reducedOrder[at(reduced, i)] = i
  for (let i = 0; i < reduced.length; i++) reduced[i] = at(positions, at(reducedOrder, i))
  return reduced
}
