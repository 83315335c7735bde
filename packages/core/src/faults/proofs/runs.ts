import { EMPTY_SUM_NODE, type SumNode } from '../../merkle/sumTree.ts'
import { type Hex32, ZERO_HEX32 } from '../../primitives/hex.ts'

/** Neighbours of a tree from index `first` on, and the siblings that lead to the root: `contracts/src/types/Runs.sol`. */
export type Run<Leaf, Node> = {
  readonly first: number
  readonly leaves: readonly Leaf[]
  readonly siblings: readonly Node[]
}

/**
 * Siblings of a run: from the leaves up, at each height the left one if the run starts at an odd position, then the
 * right one if it ends at an even position, empty nodes included.
 */
function siblingsOf<Node>(layers: readonly (readonly Node[])[], first: number, count: number, empty: Node): Node[] {
  const siblings: Node[] = []
  let low = first
  let high = first + count - 1
  for (const layer of layers.slice(0, -1)) {
    if (low & 1) siblings.push(layer[low - 1] ?? empty)
    if (!(high & 1)) siblings.push(layer[high + 1] ?? empty)
    low >>= 1
    high >>= 1
  }
  return siblings
}

/** No leaf: shows nothing, or that a tree is empty. */
const noRun = { first: 0, leaves: [], siblings: [] } as const

/** A run of `count` leaves of a plain tree. */
export function plainRun<Leaf>(
  tree: { readonly layers: readonly (readonly Hex32[])[] },
  leaves: readonly Leaf[],
  first: number,
  count = 1,
): Run<Leaf, Hex32> {
  if (count === 0) return noRun
  return {
    first,
    leaves: leaves.slice(first, first + count),
    siblings: siblingsOf(tree.layers, first, count, ZERO_HEX32),
  }
}

/** A run of `count` leaves of a sum tree. */
export function sumRun<Leaf>(
  tree: { readonly layers: readonly (readonly SumNode[])[] },
  leaves: readonly Leaf[],
  first: number,
  count = 1,
): Run<Leaf, SumNode> {
  if (count === 0) return noRun
  return {
    first,
    leaves: leaves.slice(first, first + count),
    siblings: siblingsOf(tree.layers, first, count, EMPTY_SUM_NODE),
  }
}

/**
 * Which neighbours show that a key is absent: both around the gap, or the only one at an end, or none in an empty tree.
 * @param gap index of the first leaf above the key
 * @returns first index and how many
 */
export function aroundGap(count: number, gap: number): readonly [first: number, count: number] {
  if (count === 0) return [0, 0]
  if (gap === 0) return [0, 1]
  return gap >= count ? [count - 1, 1] : [gap - 1, 2]
}

/** A leaf with the one behind it, or alone as the tree's last: shows that it ends its group. */
export function withNext(count: number, leaf: number): readonly [first: number, count: number] {
  return [leaf, leaf + 1 < count ? 2 : 1]
}

/** A leaf with the one before it, or alone as the tree's first: shows that it starts its group. */
export function withBefore(leaf: number): readonly [first: number, count: number] {
  return leaf === 0 ? [0, 1] : [leaf - 1, 2]
}

/** A group with the leaf before it and the one behind it, as far as the tree has them. */
export function withBoth(count: number, first: number, length: number): readonly [first: number, count: number] {
  const start = Math.max(0, first - 1)
  return [start, Math.min(count, first + length + 1) - start]
}
