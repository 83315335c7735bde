import { type Hex32, ZERO_HEX32 } from '../../primitives/hex.ts'
import { assertLeafIndex, treeDepth } from '../treeShape.ts'
import { readHex32 } from './packedBytes.ts'
import type { TreeKit } from './treeKit.ts'

/** A plain tree in packed bytes: `layers[0]` are the leaf hashes, 32 bytes each. */
export type PackedPlainTree = { readonly count: number; readonly root: Hex32; readonly layers: readonly Uint8Array[] }

/**
 * Builds a plain tree over packed leaf hashes: the same as `buildPlainTree`'s.
 * @param hashes 32 bytes a leaf; kept, not copied
 */
export async function buildPackedPlainTree(hashes: Uint8Array, kit: TreeKit): Promise<PackedPlainTree> {
  const count = hashes.length / 32
  const layers = [hashes]
  let below = hashes
  for (let height = 0; height < treeDepth(count); height++) {
    const countBelow = below.length / 32
    const layer = kit.allocate(32 * ((countBelow + 1) >> 1))
    await kit.run({ op: 'plainNodes', count: layer.length / 32, countBelow, below, hashes: layer })
    layers.push(layer)
    below = layer
  }
  return { count, root: count === 0 ? ZERO_HEX32 : readHex32(below, 0), layers }
}

/** Siblings from the leaf up, as `plainProof`. @throws MERKLE_INDEX_RANGE */
export function packedPlainProof(tree: PackedPlainTree, index: number): Hex32[] {
  assertLeafIndex(index, tree.count)
  return tree.layers.slice(0, -1).map((layer, height) => {
    const at = 32 * ((index >> height) ^ 1)
    return at < layer.length ? readHex32(layer, at) : ZERO_HEX32
  })
}
