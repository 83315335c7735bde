import { receiptLeaf } from '../leaves/receiptLeaf.ts'
import { compareText, findPlace } from './findPlace.ts'
import type { FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

/**
 * Faults that only a payer's own receipts show: the operator signed another receipt for a sequence of this epoch
 * (equivocation), or one that the epoch must hold, the channel being collected beyond it, and does not.
 * The signatures are the caller's to check.
 */
export function findSignedReceiptFaults({ current, earlier, facts, signed }: FaultSearch): FoundFault[] {
  const { receipts } = current.leaves
  const found: FoundFault[] = []
  for (const entry of signed) {
    const { receipt } = entry
    const place = findPlace(receipts, (leaf) => {
      const byChannel = compareText(leaf.receipt.channelId, receipt.channelId)
      if (byChannel !== 0) return byChannel
      return leaf.receipt.sequence === receipt.sequence ? 0 : leaf.receipt.sequence < receipt.sequence ? -1 : 1
    })
    if (place.found) {
      const published = receipts[place.leaf]
      if (published !== undefined && receiptLeaf(published.receipt) !== receiptLeaf(receipt))
        found.push({ fault: 'equivocation', leaf: place.leaf, signed: entry })
      continue
    }
    const channel = facts.channels.get(receipt.channelId)
    if (channel === undefined || channel.operator !== facts.operator) continue
    const settledBefore = earlier.some((epoch) =>
      epoch.leaves.receipts.some(
        (leaf) => leaf.receipt.channelId === receipt.channelId && leaf.receipt.sequence >= receipt.sequence,
      ),
    )
    const due = receipt.cumulativeAfter > channel.collectedBefore && receipt.cumulativeAfter <= channel.collected
    if (due && !settledBefore) found.push({ fault: 'receiptMissing', gap: place.gap, signed: entry })
  }
  return found
}
