import { keccak } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { bytesToHex, hexToBytes } from 'viem'

/** A binary tree of 2^depth leaves for the peers: the given leaves come first, filler hashes after them. */
export type PerfectTree = { readonly root: Hex32; readonly proof: (index: number) => Hex32[] }

/**
 * @param sorted whether a node hashes its children in ascending order (OpenZeppelin) or by place
 */
export function perfectTree(leaves: readonly Hex32[], depth: number, sorted: boolean): PerfectTree {
  const size = 2 ** depth
  const layers: Uint8Array[][] = [
    Array.from({ length: size }, (_, i) => {
      const leaf = leaves[i]
      return leaf === undefined ? keccak(new Uint8Array([i & 255, (i >> 8) & 255, i >> 16])) : hexToBytes(leaf)
    }),
  ]
  for (let height = 0; height < depth; height++) {
    const below = layers[height] ?? []
    const above: Uint8Array[] = []
    for (let i = 0; i < below.length; i += 2) above.push(keccak(joined(below[i], below[i + 1], sorted)))
    layers.push(above)
  }
  const at = (height: number, index: number) => bytesToHex(layers[height]?.[index] ?? new Uint8Array(32))
  return {
    root: at(depth, 0),
    proof: (index) => Array.from({ length: depth }, (_, height) => at(height, (index >> height) ^ 1)),
  }
}

function joined(left: Uint8Array | undefined, right: Uint8Array | undefined, sorted: boolean): Uint8Array {
  if (left === undefined || right === undefined) throw new Error('a perfect tree has two children everywhere')
  const swap = sorted && Buffer.compare(left, right) > 0
  const bytes = new Uint8Array(64)
  bytes.set(swap ? right : left, 0)
  bytes.set(swap ? left : right, 32)
  return bytes
}
