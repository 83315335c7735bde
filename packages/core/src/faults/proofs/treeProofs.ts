import { EMPTY_SUM_NODE } from '../../merkle/sumTree.ts'
import { ZERO_HEX32 } from '../../primitives/hex.ts'
import { evidenceTrees } from '../evidenceTrees.ts'
import type { EpochEvidence } from '../faultFacts.ts'
import type { FoundFault } from '../foundFault.ts'
import { actualHeight } from '../shapeFaults.ts'
import { epochRuns } from './epochRuns.ts'

type Of<Kind extends FoundFault['kind']> = Extract<FoundFault, { kind: Kind }>

/** Siblings of one node from its height up. */
function siblingsAbove<Node>(
  layers: readonly (readonly Node[])[],
  height: number,
  position: number,
  empty: Node,
): Node[] {
  return layers.slice(height, -1).map((layer, above) => layer[(position >> above) ^ 1] ?? empty)
}

/** `*UnsortedProof`: the two neighbours. */
export function unsortedProof(current: EpochEvidence, fault: { readonly kind: string; readonly leaf: number }) {
  const runs = epochRuns(current)
  const pair = [fault.leaf, 2] as const
  const { epoch } = current
  switch (fault.kind) {
    case 'RECEIPTS_UNSORTED':
      return { epoch, pair: runs.receipts(pair) }
    case 'ATTRIBUTIONS_UNSORTED':
      return { epoch, pair: runs.attributions(pair) }
    case 'CREDITS_UNSORTED':
      return { epoch, pair: runs.credits(pair) }
    default:
      return { epoch, pair: runs.payouts(pair) }
  }
}

/** `NodeSumProof`: the node's children, and its siblings up to the root. */
export function nodeSumProof({ epoch, leaves }: EpochEvidence, fault: Of<'NODE_SUM_WRONG'>) {
  const { payouts, height, position, declared } = fault
  const { layers } = evidenceTrees(leaves)[payouts ? 'payouts' : 'receipts']
  const child = (side: 0 | 1) => layers[height - 1]?.[2 * position + side] ?? EMPTY_SUM_NODE
  const siblings = siblingsAbove(layers, height, position, EMPTY_SUM_NODE)
  return { epoch, payouts, height, position, declared, left: child(0), right: child(1), siblings }
}

/** `ReceiptSumProof` and `PayoutSumProof`: the leaf with the sum that it carries. */
export function leafSumProof(
  { epoch, leaves }: EpochEvidence,
  { kind, leaf: index, declared }: Of<'RECEIPT_SUM_WRONG' | 'PAYOUT_SUM_WRONG'>,
) {
  const trees = evidenceTrees(leaves)
  if (kind === 'RECEIPT_SUM_WRONG') {
    const siblings = siblingsAbove(trees.receipts.layers, 0, index, EMPTY_SUM_NODE)
    return { epoch, index, receipt: leaves.receipts[index]?.receipt, declared, siblings }
  }
  const siblings = siblingsAbove(trees.payouts.layers, 0, index, EMPTY_SUM_NODE)
  return { epoch, index, ...leaves.payouts[index], declared, siblings }
}

/** `SumShapeProof` and `PlainShapeProof`: the node, and its siblings up to the root. */
export function shapeProof({ epoch, leaves }: EpochEvidence, fault: Of<'SUM_SHAPE_WRONG' | 'PLAIN_SHAPE_WRONG'>) {
  const trees = evidenceTrees(leaves)
  const { height, position } = fault
  const above = <Node>(layers: readonly (readonly Node[])[], count: number, empty: Node) =>
    siblingsAbove(layers, actualHeight(layers.length - 1, count, height), position, empty)
  if (fault.kind === 'SUM_SHAPE_WRONG') {
    const tree = fault.payouts ? 'payouts' : 'receipts'
    const siblings = above(trees[tree].layers, epoch[tree].count, EMPTY_SUM_NODE)
    return { epoch, payouts: fault.payouts, height, position, node: fault.node, siblings }
  }
  const tree = fault.credits ? 'credits' : 'attributions'
  const siblings = above(trees[tree].layers, epoch[tree].count, ZERO_HEX32)
  return { epoch, credits: fault.credits, height, position, node: fault.node, siblings }
}

/** `ClaimsRootProof`: all payouts. */
export function claimsRootProof(current: EpochEvidence) {
  return { epoch: current.epoch, payouts: epochRuns(current).payouts([0, current.leaves.payouts.length]) }
}

/** `ClaimLeafProof`: what was answered for the chunk of leaves, and the payout whose claim is not in its place. */
export function claimLeafProof(current: EpochEvidence, { leaf, nodes }: Of<'CLAIM_LEAF_WRONG'>) {
  return { epoch: current.epoch, nodes, payout: epochRuns(current).payout(leaf) }
}
