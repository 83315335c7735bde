import { type Hex32, ZERO_HEX32 } from '../../primitives/hex.ts'
import { assertLeafIndex } from '../treeShape.ts'
import { compare32, readHex32 } from './packedBytes.ts'
import type { TreeKit } from './treeKit.ts'

/** The tree behind `claimsRoot` in packed bytes: OpenZeppelin's array layout, node 0 being the root. */
export type PackedClaimsTree = {
  readonly count: number
  readonly root: Hex32
  readonly nodes: Uint8Array
  /** Node of each claim, by its place in the payouts. */
  readonly places: Uint32Array
}

/**
 * Builds the claims tree: the same as `buildClaimsTree`'s.
 * @param words the ABI words of each payout: account and cumulative, 64 bytes a claim
 */
export async function buildPackedClaimsTree(words: Uint8Array, kit: TreeKit): Promise<PackedClaimsTree> {
  const count = words.length / 64
  if (count === 0) return { count, root: ZERO_HEX32, nodes: new Uint8Array(), places: new Uint32Array() }
  const leaves = kit.allocate(32 * count)
  await kit.run({ op: 'claimLeaves', count, words, stride: 64, hashes: leaves })
  const size = 2 * count - 1
  const nodes = kit.allocate(32 * size)
  const places = new Uint32Array(count)
  for (const [rank, index] of ascending(leaves).entries()) {
    const place = size - 1 - rank
    places[index] = place
    nodes.set(leaves.subarray(32 * index, 32 * index + 32), 32 * place)
  }
  // Level by level from below: nodes 2^d − 1 … 2^(d+1) − 2, of which the first count − 1 nodes of all have children.
  for (let level = 31 - Math.clz32(count); level >= 0; level--) {
    const first = 2 ** level - 1
    const end = Math.min(2 * first + 1, count - 1)
    if (end > first) await kit.run({ op: 'claimNodes', count: end - first, first, nodes })
  }
  return { count, root: readHex32(nodes, 0), nodes, places }
}

/** Proof for OpenZeppelin's `MerkleProof.verify`, as `claimProof`. @throws MERKLE_INDEX_RANGE */
export function packedClaimProof(tree: PackedClaimsTree, index: number): Hex32[] {
  assertLeafIndex(index, tree.count)
  const proof: Hex32[] = []
  for (let at = tree.places[index] ?? 0; at > 0; at = (at - 1) >> 1) {
    proof.push(readHex32(tree.nodes, 32 * (at % 2 === 0 ? at - 1 : at + 1)))
  }
  return proof
}

/**
 * Indexes of 32-byte hashes in ascending order. Leading bits and index share one double, so that the engine's own
 * numeric sort does the work; the few that agree in the leading bits are put in order afterwards.
 */
function ascending(hashes: Uint8Array): Uint32Array {
  const count = hashes.length / 32
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength)
  const indexBits = Math.max(1, 32 - Math.clz32(count - 1))
  const prefixBits = Math.min(32, 53 - indexBits)
  const keys = new Float64Array(count)
  for (let i = 0; i < count; i++) keys[i] = (view.getUint32(32 * i) >>> (32 - prefixBits)) * 2 ** indexBits + i
  keys.sort()
  const order = Uint32Array.from(keys, (key) => key % 2 ** indexBits)
  for (let i = 1; i < count; i++) {
    const index = order[i] ?? 0
    let to = i
    while (to > 0 && compare32(hashes, 32 * (order[to - 1] ?? 0), hashes, 32 * index) > 0) {
      order[to] = order[to - 1] ?? 0
      to--
    }
    order[to] = index
  }
  return order
}
