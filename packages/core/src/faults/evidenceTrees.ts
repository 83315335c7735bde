import { attributionLeaf } from '../leaves/attributionLeaf.ts'
import { creditLeaf } from '../leaves/creditLeaf.ts'
import { payoutLeaf } from '../leaves/payoutLeaf.ts'
import { receiptLeaf } from '../leaves/receiptLeaf.ts'
import { buildPlainTree, type PlainTree } from '../merkle/plainTree.ts'
import { buildSumTree, type SumTree } from '../merkle/sumTree.ts'
import type { EvidenceLeaves } from './faultFacts.ts'

/** An epoch's four trees over its published leaves, each with the sums that its leaves say. */
export type EvidenceTrees = {
  readonly receipts: SumTree
  readonly attributions: PlainTree
  readonly credits: PlainTree
  readonly payouts: SumTree
}

const known = new WeakMap<EvidenceLeaves, EvidenceTrees>()

/** Builds the trees of published leaves, once for each list of leaves. @throws MERKLE_SUM_OVERFLOW */
export function evidenceTrees(leaves: EvidenceLeaves): EvidenceTrees {
  const there = known.get(leaves)
  if (there !== undefined) return there
  const trees: EvidenceTrees = {
    receipts: buildSumTree(leaves.receipts.map(({ receipt }) => ({ hash: receiptLeaf(receipt), sum: receipt.fee }))),
    attributions: buildPlainTree(leaves.attributions.map(attributionLeaf)),
    credits: buildPlainTree(leaves.credits.map(creditLeaf)),
    payouts: buildSumTree(leaves.payouts.map((leaf) => ({ hash: payoutLeaf(leaf), sum: leaf.cumulative }))),
  }
  known.set(leaves, trees)
  return trees
}
