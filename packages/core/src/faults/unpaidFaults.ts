import type { Hex32 } from '../primitives/hex.ts'
import { compareText, findPlace } from './findPlace.ts'
import type { FaultSearch } from './faultFacts.ts'
import type { FoundFault, Place } from './foundFault.ts'

/**
 * Channels whose receipts in the epoch do not reach from what was collected at the post before to what was collected
 * at this one: the first starts elsewhere, the last ends elsewhere, or money was collected and there is no receipt.
 */
export function findUnpaidFaults({ current, facts }: FaultSearch): FoundFault[] {
  const { receipts } = current.leaves
  const channels = new Map<Hex32, { first: number; last: number }>()
  for (const [leaf, { receipt }] of receipts.entries()) {
    const known = channels.get(receipt.channelId)
    channels.set(receipt.channelId, { first: known?.first ?? leaf, last: leaf })
  }
  const found: FoundFault[] = []
  const at = (leaf: number): Place => ({ found: true, leaf })
  for (const [channelId, { first, last }] of channels) {
    const channel = facts.channels.get(channelId)
    if (channel !== undefined && channel.operator !== facts.operator) continue
    if (receipts[last]?.receipt.cumulativeAfter !== (channel?.collected ?? 0n))
      found.push({ fault: 'unpaid', channelId, edge: 'closing', place: at(last) })
    if (receipts[first]?.receipt.cumulativeBefore !== (channel?.collectedBefore ?? 0n))
      found.push({ fault: 'unpaid', channelId, edge: 'opening', place: at(first) })
  }
  for (const [channelId, channel] of facts.channels) {
    if (channels.has(channelId) || channel.operator !== facts.operator) continue
    if (channel.collected === channel.collectedBefore) continue
    const place = findPlace(receipts, (leaf) => compareText(leaf.receipt.channelId, channelId))
    found.push({ fault: 'unpaid', channelId, edge: 'noReceipt', place })
  }
  return found
}
