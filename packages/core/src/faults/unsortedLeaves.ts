import { compareAttributions } from '../leaves/attributionLeaf.ts'
import { compareCredits } from '../leaves/creditLeaf.ts'
import { compareReceipts } from '../leaves/receiptLeaf.ts'
import type { EvidenceLeaves } from './faultFacts.ts'
import { compareText } from './findPlace.ts'
import type { FoundFault } from './foundFault.ts'

/** Neighbours that are not in ascending order, or equal, in each of the four trees. */
export function findUnsortedLeaves(leaves: EvidenceLeaves): FoundFault[] {
  const unsorted = <T>(list: readonly T[], compare: (a: T, b: T) => number): number[] =>
    list.flatMap((entry, leaf) => {
      const next = list[leaf + 1]
      return next !== undefined && compare(entry, next) >= 0 ? [leaf] : []
    })
  return [
    ...unsorted(leaves.receipts, (a, b) => compareReceipts(a.receipt, b.receipt)).map(
      (leaf) => ({ kind: 'RECEIPTS_UNSORTED', leaf }) as const,
    ),
    ...unsorted(leaves.attributions, compareAttributions).map(
      (leaf) => ({ kind: 'ATTRIBUTIONS_UNSORTED', leaf }) as const,
    ),
    ...unsorted(leaves.credits, compareCredits).map((leaf) => ({ kind: 'CREDITS_UNSORTED', leaf }) as const),
    ...unsorted(leaves.payouts, (a, b) => compareText(a.account, b.account)).map(
      (leaf) => ({ kind: 'PAYOUTS_UNSORTED', leaf }) as const,
    ),
  ]
}
