import { bytesToHex } from 'viem'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type Hasher, keccak } from '../primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { UINT128_MAX, uint128 } from '../primitives/integers.ts'
import { assertLeafIndex, preimage, treeDepth } from './treeShape.ts'

/** A node of a Merkle-sum tree: its hash and the sum (uint128) of the leaves below. */
export type SumNode = { readonly hash: Hex32; readonly sum: bigint }

/** A Merkle-sum tree: `layers[0]` are the leaves, the last layer is the root alone. */
export type SumTree = {
  readonly count: number
  readonly root: SumNode
  readonly layers: readonly (readonly SumNode[])[]
}

/** The padding: hash 0, sum 0; also the root of no leaves. */
export const EMPTY_SUM_NODE: SumNode = { hash: ZERO_HEX32, sum: 0n }

const isEmpty = (node: SumNode) => node.hash === ZERO_HEX32 && node.sum === 0n

/**
 * Inner node: keccak(0x02 ‖ left hash ‖ left sum ‖ right hash ‖ right sum); two empty children make an empty node.
 * @throws MERKLE_SUM_OVERFLOW when the sums pass 2^128 - 1
 */
export function sumNode(left: SumNode, right: SumNode, hasher: Hasher = keccak): SumNode {
  if (isEmpty(left) && isEmpty(right)) return EMPTY_SUM_NODE
  uint128(left.sum, 'left sum')
  uint128(right.sum, 'right sum')
  const sum = left.sum + right.sum
  if (sum > UINT128_MAX)
    throw new OpenLedgerError(coreErrors.MERKLE_SUM_OVERFLOW, `${left.sum} + ${right.sum} passes 2^128 - 1.`)
  return { hash: bytesToHex(hasher(preimage(0x02, [left.hash, left.sum, right.hash, right.sum]))), sum }
}

function parents(nodes: readonly SumNode[], hasher: Hasher): SumNode[] {
  const above: SumNode[] = []
  for (let i = 0; i < nodes.length; i += 2)
    above.push(sumNode(nodes[i] ?? EMPTY_SUM_NODE, nodes[i + 1] ?? EMPTY_SUM_NODE, hasher))
  return above
}

/**
 * Builds a Merkle-sum tree, padded on the right with empty nodes to a power of two.
 * @throws CORE_INTEGER_RANGE for a leaf sum outside uint128, MERKLE_SUM_OVERFLOW
 */
export function buildSumTree(leaves: readonly SumNode[], hasher: Hasher = keccak): SumTree {
  for (const [index, leaf] of leaves.entries()) uint128(leaf.sum, `sum of leaf ${index}`)
  const layers: (readonly SumNode[])[] = [leaves]
  for (let height = 0; height < treeDepth(leaves.length); height++) layers.push(parents(layers[height] ?? [], hasher))
  return { count: leaves.length, root: layers.at(-1)?.[0] ?? EMPTY_SUM_NODE, layers }
}

/** Siblings, with their sums, from the leaf up. @throws MERKLE_INDEX_RANGE */
export function sumProof(tree: SumTree, index: number): SumNode[] {
  assertLeafIndex(index, tree.count)
  return tree.layers.slice(0, -1).map((layer, height) => layer[(index >> height) ^ 1] ?? EMPTY_SUM_NODE)
}

/** Whether `leaf` is leaf `index` of the tree of `count` leaves under `root`, sums included. */
export function verifySumProof(
  input: {
    readonly root: SumNode
    readonly count: number
    readonly index: number
    readonly leaf: SumNode
    readonly proof: readonly SumNode[]
  },
  hasher: Hasher = keccak,
): boolean {
  if (!Number.isInteger(input.index) || input.index < 0 || input.index >= input.count) return false
  if (input.proof.length !== treeDepth(input.count)) return false
  let node = input.leaf
  try {
    uint128(node.sum, 'leaf sum')
    for (const [height, sibling] of input.proof.entries()) {
      node = (input.index >> height) & 1 ? sumNode(sibling, node, hasher) : sumNode(node, sibling, hasher)
    }
  } catch (error) {
    if (error instanceof OpenLedgerError) return false
    throw error
  }
  return node.hash === input.root.hash && node.sum === input.root.sum
}

/** The node at `height` over an aligned run of up to 2^height leaves: what a published chunk hashes to. @throws MERKLE_SUM_OVERFLOW */
export function sumSubtreeNode(leaves: readonly SumNode[], height: number, hasher: Hasher = keccak): SumNode {
  let nodes: readonly SumNode[] = leaves
  for (let level = 0; level < height; level++) nodes = parents(nodes, hasher)
  return nodes[0] ?? EMPTY_SUM_NODE
}

/** Root over the nodes of all aligned runs, left to right. @throws MERKLE_SUM_OVERFLOW */
export function sumRootOfNodes(nodes: readonly SumNode[], hasher: Hasher = keccak): SumNode {
  return buildSumTree(nodes, hasher).root
}
