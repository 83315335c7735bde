import { bytesToHex } from 'viem'
import type { Hex32 } from '../src/primitives/hex.ts'

/** Seeded random numbers (mulberry32): tests repeat exactly. */
export type Random = {
  readonly below: (limit: number) => number
  readonly hex32: () => Hex32
  readonly pick: <T>(list: readonly T[]) => T
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    hex32: () => bytesToHex(Uint8Array.from({ length: 32 }, () => below(256))),
    pick: (list) => {
      const value = list[below(list.length)]
      if (value === undefined) throw new Error('nothing to pick from')
      return value
    },
  }
}
