import { receiptLeaf } from '../leaves/receiptLeaf.ts'
import { writeHex, writeUint128 } from '../merkle/packed/packedBytes.ts'
import { buildPackedPlainTree } from '../merkle/packed/packedPlainTree.ts'
import { buildPackedSumTree } from '../merkle/packed/packedSumTree.ts'
import { attributionPacker, creditPacker, hashLeaves } from '../merkle/packed/packLeaves.ts'
import { buildPayoutTrees, type PayoutTrees } from '../merkle/packed/payoutTrees.ts'
import type { TreeKit } from '../merkle/packed/treeKit.ts'
import type { EpochLeaves, epochRoots } from './epochTrees.ts'

/**
 * Roots of an epoch's five trees, as `epochRoots`, built in packed bytes by a tree kit: for epochs of many leaves.
 * @returns the roots, and the payout trees for proofs
 * @throws MERKLE_SUM_OVERFLOW, CORE_INTEGER_RANGE
 */
export async function packedEpochRoots(
  leaves: EpochLeaves,
  kit: TreeKit,
): Promise<{ readonly roots: ReturnType<typeof epochRoots>; readonly trees: PayoutTrees }> {
  const count = leaves.receipts.length
  const hashes = kit.allocate(32 * count)
  const sums = kit.allocate(16 * count)
  const view = new DataView(sums.buffer, sums.byteOffset, sums.byteLength)
  for (const [index, { receipt }] of leaves.receipts.entries()) {
    writeHex(hashes, 32 * index, receiptLeaf(receipt))
    writeUint128(view, 16 * index, receipt.fee, 'fee')
  }
  const receipts = await buildPackedSumTree({ count, hashes, sums }, kit)
  const attributions = await buildPackedPlainTree(await hashLeaves(leaves.attributions, attributionPacker, kit), kit)
  const credits = await buildPackedPlainTree(await hashLeaves(leaves.credits, creditPacker, kit), kit)
  const trees = await buildPayoutTrees(leaves.payouts, kit)
  const sumRoot = (tree: typeof receipts) => ({ root: tree.root.hash, sum: tree.root.sum, count: tree.count })
  return {
    roots: {
      receipts: sumRoot(receipts),
      attributions: { root: attributions.root, count: attributions.count },
      credits: { root: credits.root, count: credits.count },
      payouts: sumRoot(trees.payouts),
      claimsRoot: trees.claims.root,
    },
    trees,
  }
}
