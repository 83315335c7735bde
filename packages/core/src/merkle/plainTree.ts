import { bytesToHex } from 'viem'
import { type Hasher, keccak } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { assertLeafIndex, preimage, treeDepth } from './treeShape.ts'

/** A plain Merkle tree: `layers[0]` are the leaf hashes, the last layer is the root alone. Missing right siblings are empty nodes (0). */
export type PlainTree = { readonly count: number; readonly root: Hex32; readonly layers: readonly (readonly Hex32[])[] }

/** Inner node: keccak(0x01 ‖ left ‖ right); two empty children make an empty node. */
export function plainNode(left: Hex32, right: Hex32, hasher: Hasher = keccak): Hex32 {
  if (left === ZERO_HEX32 && right === ZERO_HEX32) return ZERO_HEX32
  return bytesToHex(hasher(preimage(0x01, [left, right])))
}

/** Raises one layer of nodes by one level. */
function parents(nodes: readonly Hex32[], hasher: Hasher): Hex32[] {
  const above: Hex32[] = []
  for (let i = 0; i < nodes.length; i += 2)
    above.push(plainNode(nodes[i] ?? ZERO_HEX32, nodes[i + 1] ?? ZERO_HEX32, hasher))
  return above
}

/**
 * Builds a plain tree, padded on the right with empty nodes to a power of two.
 * @param leaves leaf hashes in the order that protocol §2 sets for the tree
 */
export function buildPlainTree(leaves: readonly Hex32[], hasher: Hasher = keccak): PlainTree {
  const layers: (readonly Hex32[])[] = [leaves]
  for (let height = 0; height < treeDepth(leaves.length); height++) layers.push(parents(layers[height] ?? [], hasher))
  return { count: leaves.length, root: layers.at(-1)?.[0] ?? ZERO_HEX32, layers }
}

/** Root of a plain tree; 0 for no leaves. */
export function plainRoot(leaves: readonly Hex32[], hasher: Hasher = keccak): Hex32 {
  return buildPlainTree(leaves, hasher).root
}

/**
 * Siblings from the leaf up.
 * @throws MERKLE_INDEX_RANGE
 */
export function plainProof(tree: PlainTree, index: number): Hex32[] {
  assertLeafIndex(index, tree.count)
  return tree.layers.slice(0, -1).map((layer, height) => layer[(index >> height) ^ 1] ?? ZERO_HEX32)
}

/** Whether `leaf` is leaf `index` of the tree of `count` leaves under `root`. The depth follows from the count. */
export function verifyPlainProof(
  input: {
    readonly root: Hex32
    readonly count: number
    readonly index: number
    readonly leaf: Hex32
    readonly proof: readonly Hex32[]
  },
  hasher: Hasher = keccak,
): boolean {
  if (!Number.isInteger(input.index) || input.index < 0 || input.index >= input.count) return false
  if (input.proof.length !== treeDepth(input.count)) return false
  let node = input.leaf
  for (const [height, sibling] of input.proof.entries()) {
    node = (input.index >> height) & 1 ? plainNode(sibling, node, hasher) : plainNode(node, sibling, hasher)
  }
  return node === input.root
}

/**
 * The node at `height` over an aligned run of up to 2^height leaf hashes: what a published chunk hashes to.
 * Join such nodes with {@link plainRootOfNodes}.
 */
export function plainSubtreeNode(leaves: readonly Hex32[], height: number, hasher: Hasher = keccak): Hex32 {
  let nodes: readonly Hex32[] = leaves
  for (let level = 0; level < height; level++) nodes = parents(nodes, hasher)
  return nodes[0] ?? ZERO_HEX32
}

/** Root over the nodes of all aligned runs, left to right. */
export function plainRootOfNodes(nodes: readonly Hex32[], hasher: Hasher = keccak): Hex32 {
  return plainRoot(nodes, hasher)
}
