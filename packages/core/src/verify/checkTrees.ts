import type { Epoch } from '../epoch/epoch.ts'
import type { EpochLeaves } from '../epoch/epochTrees.ts'
import { fault } from '../epoch/fault.ts'
import { packedEpochRoots } from '../epoch/packedEpochRoots.ts'
import { coreErrors } from '../errors.ts'
import { oneThreadKit } from '../merkle/packed/treeKit.ts'

/**
 * Builds every tree again from the published leaves and compares root, sum and count with the post.
 * @returns leaves hashed
 * @throws EPOCH_ROOT_WRONG, MERKLE_SUM_OVERFLOW
 */
export async function checkTrees(epoch: Epoch, leaves: EpochLeaves): Promise<number> {
  const { roots: rebuilt } = await packedEpochRoots(leaves, oneThreadKit())
  const equal = (file: string, field: string, posted: string | number | bigint, found: string | number | bigint) => {
    if (posted !== found) throw fault(coreErrors.EPOCH_ROOT_WRONG, { file, leaf: '', field, expected: posted, found })
  }
  for (const tree of ['receipts', 'attributions', 'credits', 'payouts'] as const) {
    equal(tree, 'count', epoch[tree].count, rebuilt[tree].count)
    equal(tree, 'root', epoch[tree].root, rebuilt[tree].root)
  }
  for (const tree of ['receipts', 'payouts'] as const) equal(tree, 'sum', epoch[tree].sum, rebuilt[tree].sum)
  equal('claims', 'claimsRoot', epoch.claimsRoot, rebuilt.claimsRoot)
  return leaves.receipts.length + leaves.attributions.length + leaves.credits.length + 2 * leaves.payouts.length
}
