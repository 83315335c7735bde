import { buildClaimsTree } from '../merkle/claimsTree.ts'
import { evidenceTrees } from './evidenceTrees.ts'
import type { EpochEvidence } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

/** A claims root that is not that of the payouts. Proven with all payouts, so only where these are the posted ones. */
export function findClaimsFaults({ epoch, leaves }: EpochEvidence): FoundFault[] {
  const { root } = evidenceTrees(leaves).payouts
  if (root.hash !== epoch.payouts.root || root.sum !== epoch.payouts.sum) return []
  return buildClaimsTree(leaves.payouts).root === epoch.claimsRoot ? [] : [{ kind: 'CLAIMS_ROOT_WRONG' }]
}
