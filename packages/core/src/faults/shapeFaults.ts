import { EMPTY_SUM_NODE } from '../merkle/sumTree.ts'
import { treeDepth } from '../merkle/treeShape.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { evidenceTrees } from './evidenceTrees.ts'
import type { EpochEvidence } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

/** A node at a height of the tree that the posted count makes. */
type OddNode = { readonly height: number; readonly position: number }

/** Trees whose posted count takes in an empty leaf, or leaves out one that is not empty. */
export function findShapeFaults({ epoch, leaves }: EpochEvidence): FoundFault[] {
  const trees = evidenceTrees(leaves)
  const found: FoundFault[] = []
  for (const tree of ['receipts', 'payouts'] as const) {
    const { layers } = trees[tree]
    const hashes = layers.map((layer) => layer.map((node) => node.hash))
    const odd = findOddNode(hashes, epoch[tree].count)
    if (odd === undefined) continue
    const node = layers[actualHeight(layers.length - 1, epoch[tree].count, odd.height)]?.[odd.position]
    found.push({ kind: 'SUM_SHAPE_WRONG', payouts: tree === 'payouts', ...odd, node: node ?? EMPTY_SUM_NODE })
  }
  for (const tree of ['attributions', 'credits'] as const) {
    const { layers } = trees[tree]
    const odd = findOddNode(layers, epoch[tree].count)
    if (odd === undefined) continue
    const node = layers[actualHeight(layers.length - 1, epoch[tree].count, odd.height)]?.[odd.position]
    found.push({ kind: 'PLAIN_SHAPE_WRONG', credits: tree === 'credits', ...odd, node: node ?? ZERO_HEX32 })
  }
  return found
}

/** A posted height counted in the tree as it was built, whose depth may be another. */
export const actualHeight = (depth: number, count: number, height: number) => height - (treeDepth(count) - depth)

/**
 * The first node, at the lowest height that both the built tree and the posted count have, that is empty though the count
 * covers it, or not empty though the count ends before it.
 */
function findOddNode(layers: readonly (readonly Hex32[])[], count: number): OddNode | undefined {
  const built = layers[0]?.length ?? 0
  if (built === count) return undefined
  const depth = layers.length - 1
  const height = Math.max(0, treeDepth(count) - depth)
  const layer = layers[actualHeight(depth, count, height)] ?? []
  const width = 2 ** (treeDepth(count) - height)
  for (let position = 0; position < width; position++) {
    const isEmpty = (layer[position] ?? ZERO_HEX32) === ZERO_HEX32
    const isCovered = position * 2 ** height < count
    if (isEmpty === isCovered) return { height, position }
  }
  return undefined
}
