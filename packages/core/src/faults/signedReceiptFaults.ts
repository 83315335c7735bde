import { compareReceipts, receiptLeaf } from '../leaves/receiptLeaf.ts'
import type { FaultSearch } from './faultFacts.ts'
import { findPlace } from './findPlace.ts'
import type { FoundFault } from './foundFault.ts'

/**
 * Faults that only a payer's own receipts show: the operator signed another receipt for a channel's sequence
 * (equivocation), or one that it collected for this epoch, which lacks it. The signatures are the caller's to check.
 */
export function findSignedReceiptFaults({ current, facts, signed }: FaultSearch): FoundFault[] {
  const { receipts } = current.leaves
  const found: FoundFault[] = []
  for (const entry of signed) {
    const { receipt } = entry
    const place = findPlace(receipts, (leaf) => compareReceipts(leaf.receipt, receipt))
    if (place.found) {
      const published = receipts[place.leaf]
      if (published !== undefined && receiptLeaf(published.receipt) !== receiptLeaf(receipt))
        found.push({ kind: 'EQUIVOCATION', leaf: place.leaf, signed: entry })
      continue
    }
    const channel = facts.channels.get(receipt.channelId)
    if (channel === undefined || channel.operator !== facts.operator) continue
    if (receipt.cumulativeAfter > channel.collectedBefore && receipt.cumulativeAfter <= channel.collected)
      found.push({ kind: 'RECEIPT_MISSING', gap: place.gap, signed: entry })
  }
  return found
}
