import type { Epoch } from '../epoch/epoch.ts'
import { type EpochLeaves, epochRoots } from '../epoch/epochTrees.ts'
import { payoutLeaf } from '../leaves/payoutLeaf.ts'
import { receiptLeaf } from '../leaves/receiptLeaf.ts'
import { buildSumTree, EMPTY_SUM_NODE, type SumNode, type SumTree, sumNode } from '../merkle/sumTree.ts'
import { treeDepth } from '../merkle/treeShape.ts'
import { UINT128_MAX } from '../primitives/integers.ts'
import type { EpochEvidence } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

/** The honest nodes of an epoch's two sum trees. */
export function sumNodesOf(leaves: EpochLeaves, tree: 'receipts' | 'payouts'): SumNode[] {
  return tree === 'receipts'
    ? leaves.receipts.map(({ receipt }) => ({ hash: receiptLeaf(receipt), sum: receipt.fee }))
    : leaves.payouts.map((leaf) => ({ hash: payoutLeaf(leaf), sum: leaf.cumulative }))
}

/**
 * Faults of the trees themselves: a node that carries another sum than what is below it, a count that takes in an
 * empty leaf or leaves one out, a claims root that is not of the payouts. A root that no single wrong sum explains
 * is not the published leaves' root: that is a matter of missing data, and {@link rootsThatDiffer} names it.
 */
export function findTreeFaults({ epoch, leaves }: EpochEvidence): FoundFault[] {
  const found: FoundFault[] = []
  const rebuilt = epochRoots(leaves)
  for (const tree of ['receipts', 'attributions', 'credits', 'payouts'] as const) {
    const { count } = epoch[tree]
    const published = rebuilt[tree].count
    if (count === published || treeDepth(count) !== treeDepth(published)) continue
    if (count > published) found.push({ fault: 'countWrong', tree, leaf: published, empty: true })
    else found.push({ fault: 'countWrong', tree, leaf: count, empty: false })
  }
  for (const tree of ['receipts', 'payouts'] as const) {
    const wrong = findWrongSum(epoch, tree, buildSumTree(sumNodesOf(leaves, tree)))
    if (wrong !== undefined) found.push({ fault: 'sumWrong', tree, ...wrong })
  }
  const { payouts } = rebuilt
  const samePayouts = payouts.root === epoch.payouts.root && payouts.sum === epoch.payouts.sum
  if (samePayouts && rebuilt.claimsRoot !== epoch.claimsRoot) found.push({ fault: 'claimsRootWrong' })
  return found
}

/** Trees whose posted root the published leaves do not give, not even with one wrong sum. */
export function rootsThatDiffer({ epoch, leaves }: EpochEvidence): ('receipts' | 'attributions' | 'credits' | 'payouts')[] {
  const rebuilt = epochRoots(leaves)
  return (['receipts', 'attributions', 'credits', 'payouts'] as const).filter((tree) => {
    if (rebuilt[tree].root === epoch[tree].root) return false
    if (tree === 'attributions' || tree === 'credits') return true
    return findWrongSum(epoch, tree, buildSumTree(sumNodesOf(leaves, tree))) === undefined
  })
}

/**
 * Finds the one node whose sum, changed by what the posted sum is too high or too low, gives the posted root.
 * @returns its level from the leaves, index and sum; the top level when only the posted sum itself is wrong
 */
function findWrongSum(
  epoch: Epoch,
  tree: 'receipts' | 'payouts',
  honest: SumTree,
): { level: number; index: number; sum: bigint } | undefined {
  const posted = epoch[tree]
  const difference = posted.sum - honest.root.sum
  if (difference === 0n) return undefined
  const top = honest.layers.length - 1
  if (posted.root === honest.root.hash) return { level: top, index: 0, sum: posted.sum }
  for (let level = 0; level < top; level++) {
    for (const [index, node] of (honest.layers[level] ?? []).entries()) {
      const sum = node.sum + difference
      if (sum < 0n || sum > UINT128_MAX) continue
      if (rootWith(honest, level, index, { hash: node.hash, sum })?.hash === posted.root) return { level, index, sum }
    }
  }
  return undefined
}

/** Root of a sum tree in which one node is replaced; undefined when sums overflow. */
function rootWith({ layers }: SumTree, level: number, index: number, node: SumNode): SumNode | undefined {
  let above = node
  for (let height = level; height < layers.length - 1; height++) {
    const at = index >> (height - level)
    const sibling = layers[height]?.[at ^ 1] ?? EMPTY_SUM_NODE
    if (above.sum + sibling.sum > UINT128_MAX) return undefined
    above = at & 1 ? sumNode(sibling, above) : sumNode(above, sibling)
  }
  return above
}
