import type { Stretch } from './createArena.ts'
import { slipLengthMin } from './similarity.ts'

/** Says whether one set of tokens can match enough of a list's: the same ones, and those a slip apart. */
export type OverlapBound = {
  /** Sets the tokens that are matched against. */
  readonly ask: (tokens: Stretch) => void
  /** False only where `jaccard` with `oneSlipApart` counts fewer than `least` matches. */
  readonly reaches: (tokens: Stretch, least: number) => boolean
}

const KEYS = 1 << 16

/**
 * Two words one slip apart have lengths that differ by one at most, and their first two letters or their last two in
 * common: of at least six letters a slip changes two neighbours at most, and leaves four around them. So a word with
 * neither beginning nor end among the asked ones' is matched by none of them.
 */
export function createOverlapBound(textOf: (id: number) => string): OverlapBound {
  /** By token: its key, or 0 where it is too short for slips. */
  const firsts: number[] = []
  const lasts: number[] = []
  let stamp = 0
  const asked: number[] = []
  const firstStamps = new Uint32Array(KEYS)
  const lastStamps = new Uint32Array(KEYS)

  function learn(id: number): void {
    if (firsts[id] !== undefined) return
    const text = textOf(id)
    const { length } = text
    const isLong = length >= slipLengthMin
    firsts[id] = isLong ? keyOf(text.charCodeAt(0), text.charCodeAt(1), length) : 0
    lasts[id] = isLong ? keyOf(text.charCodeAt(length - 2), text.charCodeAt(length - 1), length) : 0
  }

  return {
    ask: ({ chunk, start, end }) => {
      stamp += 1
      for (let at = start; at < end; at += 1) {
        const id = chunk[at] ?? 0
        learn(id)
        asked[id] = stamp
        const text = textOf(id)
        const { length } = text
        if (length < slipLengthMin) continue
        for (const near of [length - 1, length, length + 1]) {
          firstStamps[keyOf(text.charCodeAt(0), text.charCodeAt(1), near)] = stamp
          lastStamps[keyOf(text.charCodeAt(length - 2), text.charCodeAt(length - 1), near)] = stamp
        }
      }
    },
    reaches: ({ chunk, start, end }, least) => {
      let count = 0
      for (let at = start; at < end; at += 1) {
        if (count + end - at < least) return false
        const id = chunk[at] ?? 0
        if (asked[id] === stamp) count += 1
        else {
          learn(id)
          const first = firsts[id] ?? 0
          if (first !== 0 && (firstStamps[first] === stamp || lastStamps[lasts[id] ?? 0] === stamp)) count += 1
        }
      }
      return count >= least
    },
  }
}

/** 1 to 65,535; different pairs may get one key, which makes the bound wider, not wrong. */
function keyOf(a: number, b: number, length: number): number {
  return (Math.imul(Math.imul(a, 31) + b, 0x9e3779b1) ^ Math.imul(length, 0x85ebca6b)) >>> 16 || 1
}
