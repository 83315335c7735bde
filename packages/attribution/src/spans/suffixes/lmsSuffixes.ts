import { at, type Symbols } from './symbols.ts'

/** Calls `found` with every LMS position of a text, from the last to the first. */
function eachLms(text: Symbols, found: (position: number, symbol: number) => void): void {
  let next = at(text, text.length - 1)
  let nextIsSmaller = false
  for (let i = text.length - 2; i >= 0; i--) {
    const symbol = at(text, i)
    const isSmaller: boolean = symbol < next || (symbol === next && nextIsSmaller)
    if (nextIsSmaller && !isSmaller) found(i + 1, next)
    next = symbol
    nextIsSmaller = isSmaller
  }
}

/** For each symbol the number of LMS suffixes that begin with it. */
export function lmsCounts(text: Symbols, alphabet: number): Int32Array {
  const firsts = new Int32Array(alphabet)
  eachLms(text, (_, symbol) => {
    firsts[symbol] = at(firsts, symbol) + 1
  })
  return firsts
}

/** The LMS positions in the order of the text. */
export function lmsPositions(text: Symbols, firsts: Int32Array): Int32Array {
  const positions = new Int32Array(sum(firsts))
  let place = positions.length
  eachLms(text, (position) => {
    positions[--place] = position
  })
  return positions
}

/** The LMS positions by their first symbols, in any order where that is the same, and where each symbol's end. */
export function lmsByFirst(
  text: Symbols,
  firsts: Int32Array,
): { readonly order: Int32Array; readonly ends: Int32Array } {
  const order = new Int32Array(sum(firsts))
  const ends = new Int32Array(firsts.length)
  let start = 0
  for (let symbol = 0; symbol < firsts.length; symbol++) {
    ends[symbol] = start
    start += at(firsts, symbol)
  }
  eachLms(text, (position, symbol) => {
    const place = at(ends, symbol)
    order[place] = position
    ends[symbol] = place + 1
  })
  return { order, ends }
}

const sum = (counts: Int32Array): number => counts.reduce((total, count) => total + count, 0)
