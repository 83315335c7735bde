import { type Hex32, ZERO_HEX32 } from '../../primitives/hex.ts'
import { assertLeafIndex, treeDepth } from '../treeShape.ts'
import { readHex32 } from './packedBytes.ts'
import type { TreeKit } from './treeKit.ts'

/** The tree behind `claimsRoot` in packed bytes: `layers[0]` are the leaf hashes, 32 bytes each. */
export type PackedClaimsTree = { readonly count: number; readonly root: Hex32; readonly layers: readonly Uint8Array[] }

/**
 * Builds the claims tree: the same as `buildClaimsTree`'s.
 * @param words the ABI words of each payout: account and cumulative, 64 bytes a claim
 */
export async function buildPackedClaimsTree(words: Uint8Array, kit: TreeKit): Promise<PackedClaimsTree> {
  const count = words.length / 64
  let below = kit.allocate(32 * count)
  await kit.run({ op: 'claimLeaves', count, words, stride: 64, hashes: below })
  const layers = [below]
  for (let height = 0; height < treeDepth(count); height++) {
    const countBelow = below.length / 32
    const layer = kit.allocate(32 * ((countBelow + 1) >> 1))
    await kit.run({ op: 'claimNodes', count: layer.length / 32, countBelow, below, hashes: layer })
    layers.push(layer)
    below = layer
  }
  return { count, root: count === 0 ? ZERO_HEX32 : readHex32(below, 0), layers }
}

/** Proof for OpenZeppelin's `MerkleProof.verify`, as `claimProof`. @throws MERKLE_INDEX_RANGE */
export function packedClaimProof(tree: PackedClaimsTree, index: number): Hex32[] {
  assertLeafIndex(index, tree.count)
  return tree.layers.slice(0, -1).map((_, height) => packedClaimNode(tree, height, (index >> height) ^ 1))
}

/** A node of the tree, `height` levels above the leaves; 0 behind the last one. */
export function packedClaimNode(tree: PackedClaimsTree, height: number, position: number): Hex32 {
  const layer = tree.layers[height]
  return layer !== undefined && 32 * position < layer.length ? readHex32(layer, 32 * position) : ZERO_HEX32
}
