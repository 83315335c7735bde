import { EMPTY_SUM_NODE, type SumNode } from '../sumTree.ts'
import { assertLeafIndex, treeDepth } from '../treeShape.ts'
import { readHex32, readUint128 } from './packedBytes.ts'
import type { TreeKit } from './treeKit.ts'

/** One layer of a sum tree: `count` hashes of 32 bytes and as many sums of 16. */
type PackedSumLayer = { readonly count: number; readonly hashes: Uint8Array; readonly sums: Uint8Array }

/** A Merkle-sum tree in packed bytes: the same tree as `buildSumTree`'s in a seventh of the memory. */
export type PackedSumTree = {
  readonly count: number
  readonly root: SumNode
  readonly layers: readonly PackedSumLayer[]
}

/**
 * Builds a Merkle-sum tree over packed leaves, layer by layer.
 * @param leaves hashes (32 bytes each) and sums (16 bytes each, uint128 big-endian); kept, not copied
 * @throws MERKLE_SUM_OVERFLOW
 */
export async function buildPackedSumTree(leaves: PackedSumLayer, kit: TreeKit): Promise<PackedSumTree> {
  const layers = [leaves]
  let below = leaves
  for (let height = 0; height < treeDepth(leaves.count); height++) {
    const count = (below.count + 1) >> 1
    const layer = { count, hashes: kit.allocate(32 * count), sums: kit.allocate(16 * count) }
    await kit.run({
      op: 'sumNodes',
      count,
      countBelow: below.count,
      below: below.hashes,
      sumsBelow: below.sums,
      hashes: layer.hashes,
      sums: layer.sums,
    })
    layers.push(layer)
    below = layer
  }
  return { count: leaves.count, root: nodeOf(below, 0), layers }
}

/** Siblings, with their sums, from the leaf up, as `sumProof`. @throws MERKLE_INDEX_RANGE */
export function packedSumProof(tree: PackedSumTree, index: number): SumNode[] {
  assertLeafIndex(index, tree.count)
  return tree.layers.slice(0, -1).map((layer, height) => nodeOf(layer, (index >> height) ^ 1))
}

function nodeOf(layer: PackedSumLayer, index: number): SumNode {
  if (index >= layer.count) return EMPTY_SUM_NODE
  return { hash: readHex32(layer.hashes, 32 * index), sum: readUint128(layer.sums, 16 * index) }
}
