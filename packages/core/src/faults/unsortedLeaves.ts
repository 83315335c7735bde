import { compareAttributions } from '../leaves/attributionLeaf.ts'
import { compareCredits } from '../leaves/creditLeaf.ts'
import { compareReceipts } from '../leaves/receiptLeaf.ts'
import type { EpochLeaves } from '../epoch/epochTrees.ts'
import type { TreeName } from '../data/epochManifest.ts'
import { compareText } from './findPlace.ts'
import type { FoundFault } from './foundFault.ts'

/** Neighbours that are not in ascending order, or equal, in each of the four trees. */
export function findUnsortedLeaves(leaves: EpochLeaves): FoundFault[] {
  const found: FoundFault[] = []
  const check = <T>(tree: TreeName, list: readonly T[], compare: (a: T, b: T) => number) => {
    for (const [leaf, entry] of list.entries()) {
      const next = list[leaf + 1]
      if (next !== undefined && compare(entry, next) >= 0) found.push({ fault: 'leavesUnsorted', tree, leaf })
    }
  }
  check('receipts', leaves.receipts, (a, b) => compareReceipts(a.receipt, b.receipt))
  check('attributions', leaves.attributions, compareAttributions)
  check('credits', leaves.credits, compareCredits)
  check('payouts', leaves.payouts, (a, b) => compareText(a.account, b.account))
  return found
}
