import { type AttributionLeaf, attributionLeaf } from '../leaves/attributionLeaf.ts'
import { type CreditLeaf, creditLeaf } from '../leaves/creditLeaf.ts'
import { type PayoutLeaf, payoutLeaf } from '../leaves/payoutLeaf.ts'
import { receiptLeaf, type SignedReceipt } from '../leaves/receiptLeaf.ts'
import { buildClaimsTree } from '../merkle/claimsTree.ts'
import { plainRoot } from '../merkle/plainTree.ts'
import { buildSumTree, type SumNode } from '../merkle/sumTree.ts'
import { type Hasher, keccak } from '../primitives/hash.ts'
import type { Epoch, Root, SumRoot } from './epoch.ts'

/** The leaves of an epoch's four published trees, in tree order. */
export type EpochLeaves = {
  readonly receipts: readonly SignedReceipt[]
  readonly attributions: readonly AttributionLeaf[]
  readonly credits: readonly CreditLeaf[]
  readonly payouts: readonly PayoutLeaf[]
}

const sumRoot = (leaves: readonly SumNode[], hasher: Hasher): SumRoot => {
  const { root } = buildSumTree(leaves, hasher)
  return { root: root.hash, sum: root.sum, count: leaves.length }
}

const plain = (leaves: readonly `0x${string}`[], hasher: Hasher): Root => ({
  root: plainRoot(leaves, hasher),
  count: leaves.length,
})

/** Roots of an epoch's five trees. @throws MERKLE_SUM_OVERFLOW */
export function epochRoots(
  leaves: EpochLeaves,
  hasher: Hasher = keccak,
): Pick<Epoch, 'receipts' | 'attributions' | 'credits' | 'payouts' | 'claimsRoot'> {
  return {
    receipts: sumRoot(
      leaves.receipts.map(({ receipt }) => ({ hash: receiptLeaf(receipt), sum: receipt.fee })),
      hasher,
    ),
    attributions: plain(
      leaves.attributions.map((leaf) => attributionLeaf(leaf)),
      hasher,
    ),
    credits: plain(
      leaves.credits.map((leaf) => creditLeaf(leaf)),
      hasher,
    ),
    payouts: sumRoot(
      leaves.payouts.map((leaf) => ({ hash: payoutLeaf(leaf), sum: leaf.cumulative })),
      hasher,
    ),
    claimsRoot: buildClaimsTree(leaves.payouts, hasher).root,
  }
}
