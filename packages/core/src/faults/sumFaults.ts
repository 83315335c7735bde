import type { SumRoot } from '../epoch/epoch.ts'
import { EMPTY_SUM_NODE, type SumNode, type SumTree, sumNode } from '../merkle/sumTree.ts'
import { UINT128_MAX } from '../primitives/integers.ts'
import { evidenceTrees } from './evidenceTrees.ts'
import type { EpochEvidence } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

/** A node of a sum tree that carries another sum than what is below it. */
type WrongSum = { readonly height: number; readonly position: number; readonly declared: bigint }

/**
 * A node of the receipts or payouts tree that carries another sum than its children's, or a leaf another one than its
 * fee or cumulative. Nodes are not published; the one wrong sum is found as the only one that leads to the posted root.
 */
export function findSumFaults({ epoch, leaves }: EpochEvidence): FoundFault[] {
  const trees = evidenceTrees(leaves)
  return (['receipts', 'payouts'] as const).flatMap((tree): FoundFault[] => {
    const wrong = findWrongSum(epoch[tree], trees[tree])
    if (wrong === undefined) return []
    const { height, position, declared } = wrong
    if (height > 0) return [{ kind: 'NODE_SUM_WRONG', payouts: tree === 'payouts', height, position, declared }]
    const kind = tree === 'receipts' ? 'RECEIPT_SUM_WRONG' : 'PAYOUT_SUM_WRONG'
    return [{ kind, leaf: position, declared }]
  })
}

/**
 * Finds the node whose sum, changed by what the posted sum is too high or too low, gives the posted root.
 * @returns undefined when the sums agree or no single node explains it
 */
export function findWrongSum(posted: SumRoot, honest: SumTree): WrongSum | undefined {
  const difference = posted.sum - honest.root.sum
  if (difference === 0n) return undefined
  const top = honest.layers.length - 1
  if (posted.root === honest.root.hash) return { height: top, position: 0, declared: posted.sum }
  for (let height = 0; height < top; height++) {
    for (const [position, node] of (honest.layers[height] ?? []).entries()) {
      const declared = node.sum + difference
      if (declared < 0n || declared > UINT128_MAX) continue
      if (rootWith(honest, height, position, { hash: node.hash, sum: declared })?.hash === posted.root)
        return { height, position, declared }
    }
  }
  return undefined
}

/** Root of a sum tree in which one node is replaced; undefined when sums overflow. */
export function rootWith({ layers }: SumTree, level: number, index: number, node: SumNode): SumNode | undefined {
  let above = node
  for (let height = level; height < layers.length - 1; height++) {
    const at = index >> (height - level)
    const sibling = layers[height]?.[at ^ 1] ?? EMPTY_SUM_NODE
    if (above.sum + sibling.sum > UINT128_MAX) return undefined
    above = at & 1 ? sumNode(sibling, above) : sumNode(above, sibling)
  }
  return above
}
