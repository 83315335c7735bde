import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { seededRandom } from '../lib/seededRandom.ts'

/** Random values of the protocol's types; edges (0 and the greatest) come up in one draw of eight. */
export type Draw = {
  readonly below: (limit: number) => number
  readonly hex32: () => Hex32
  readonly address: () => Address
  /** An unsigned integer of at most `bits`. */
  readonly uint: (bits: number) => bigint
  readonly uint32: () => number
  readonly list: <T>(length: number, item: (index: number) => T) => T[]
}

/** @param seed the same seed draws the same cases */
export function drawFrom(seed: number): Draw {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const hexOf = (bytes: number) =>
    Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join('')
  const uint = (bits: number) => {
    const edge = below(16)
    if (edge === 0) return 0n
    if (edge === 1) return 2n ** BigInt(bits) - 1n
    return BigInt(`0x${hexOf(bits / 8)}`) >> BigInt(below(bits))
  }
  return {
    below,
    hex32: () => `0x${hexOf(32)}`,
    address: () => toAddress(`0x${hexOf(20)}`),
    uint,
    uint32: () => Number(uint(32)),
    list: (length, item) => Array.from({ length }, (_, index) => item(index)),
  }
}
