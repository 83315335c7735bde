import { hexToBytes } from 'viem'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'

/** Depth of a tree of `count` leaves: the levels between leaf and root, ⌈log2(count)⌉. */
export function treeDepth(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1)
}

/**
 * Asserts that a leaf index lies in a tree of `count` leaves.
 * @throws MERKLE_INDEX_RANGE
 */
export function assertLeafIndex(index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new OpenLedgerError(coreErrors.MERKLE_INDEX_RANGE, `No leaf ${index} in a tree of ${count}.`)
  }
}

/** Joins a tag byte and byte strings, numbers being 16-byte big-endian (uint128): the preimage of an inner node. */
export function preimage(tag: number, parts: readonly (`0x${string}` | bigint)[]): Uint8Array {
  const bytes = new Uint8Array(
    1 + parts.reduce((length: number, part) => length + (typeof part === 'bigint' ? 16 : 32), 0),
  )
  bytes[0] = tag
  let at = 1
  for (const part of parts) {
    const hex = typeof part === 'bigint' ? (`0x${part.toString(16).padStart(32, '0')}` as const) : part
    const piece = hexToBytes(hex)
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
