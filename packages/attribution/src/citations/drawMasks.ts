import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'

/** Which units stay in the context. */
export type Mask = readonly boolean[]

/** Up to so many units all contexts are measured. */
const exhaustiveMax = 4

/**
 * The contexts in which an answer is measured: which units of documents stay in each. All of them for up to 4 units;
 * for more, a two-level design whose runs come in complementary pairs (a Hadamard matrix of the next power of two and
 * its negative: Plackett and Burman 1946), so that each unit stays in half of the contexts, each pair of units in a
 * quarter, and what two units do together never passes for the work of one. The first is always the whole context, the
 * last the empty one. 16 contexts for 5 to 8 units, then twice the next power of two.
 *
 * @param units 1 to 64
 * @param seed decides which unit gets which column: the same seed, the same masks
 * @returns ordered so that neighbours begin alike: the engine keeps what a prompt shares with the one before
 */
export function drawMasks(units: number, seed: Hex32): Mask[] {
  const rows = units <= exhaustiveMax ? allRows(units) : foldedRows(units, seed)
  return rows.sort((a, b) => compare(a, b))
}

function allRows(units: number): boolean[][] {
  return Array.from({ length: 2 ** units }, (_, row) => Array.from({ length: units }, (_unit, at) => bit(row, at)))
}

function foldedRows(units: number, seed: Hex32): boolean[][] {
  const order = 2 ** Math.ceil(Math.log2(units))
  const columns = shuffled(order, seed).slice(0, units)
  return Array.from({ length: 2 * order }, (_, row) =>
    // Sylvester's matrix: an entry is the parity of the bits that row and column share. The second half is the negative.
    columns.map((column) => parity((row % order) & column) === row < order),
  )
}

/** 0 … n − 1 in an order that follows from the seed (Fisher and Yates, drawn by hashing). */
function shuffled(n: number, seed: Hex32): number[] {
  const list = Array.from({ length: n }, (_, at) => at)
  for (let at = n - 1; at > 0; at -= 1) {
    const drawn = Number(BigInt(hashText(`citations ${seed} ${at}`)) % BigInt(at + 1))
    const [a, b] = [list[at] ?? 0, list[drawn] ?? 0]
    list[at] = b
    list[drawn] = a
  }
  return list
}

function bit(number: number, at: number): boolean {
  return ((number >> at) & 1) === 1
}

/** Whether an even number of bits is set. */
function parity(number: number): boolean {
  let even = true
  for (let rest = number; rest > 0; rest &= rest - 1) even = !even
  return even
}

function compare(a: Mask, b: Mask): number {
  const at = a.findIndex((stays, place) => stays !== b[place])
  return at < 0 ? 0 : a[at] === true ? -1 : 1
}
