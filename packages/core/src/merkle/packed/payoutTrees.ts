import type { PayoutLeaf } from '../../leaves/payoutLeaf.ts'
import { buildPackedClaimsTree, type PackedClaimsTree } from './packedClaimsTree.ts'
import { buildPackedSumTree, type PackedSumTree } from './packedSumTree.ts'
import { packWords, payoutPacker } from './packLeaves.ts'
import type { TreeKit } from './treeKit.ts'

/** Both trees over an epoch's payouts. */
export type PayoutTrees = { readonly payouts: PackedSumTree; readonly claims: PackedClaimsTree }

/**
 * Builds the payouts tree and the claims tree over the same leaves.
 * @param leaves ascending by account
 * @throws CORE_INTEGER_RANGE, MERKLE_SUM_OVERFLOW
 */
export async function buildPayoutTrees(leaves: readonly PayoutLeaf[], kit: TreeKit): Promise<PayoutTrees> {
  const count = leaves.length
  const words = kit.allocate(payoutPacker.stride * count)
  packWords(leaves, 0, payoutPacker, words)
  const sums = kit.allocate(16 * count)
  for (let i = 0; i < count; i++) sums.set(words.subarray(64 * i + 48, 64 * i + 64), 16 * i)
  const hashes = kit.allocate(32 * count)
  await kit.run({ op: 'structLeaves', count, typeHash: payoutPacker.typeHash, words, stride: 64, hashes })
  const payouts = await buildPackedSumTree({ count, hashes, sums }, kit)
  return { payouts, claims: await buildPackedClaimsTree(words, kit) }
}
