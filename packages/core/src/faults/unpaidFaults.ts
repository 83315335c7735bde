import type { FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

/**
 * Channels whose last receipt in the epoch does not end at what had been collected when it was posted. A channel that was
 * collected and has no receipt shows in another one: the receipts sum to what was collected from all.
 */
export function findUnpaidFaults({ current, facts }: FaultSearch): FoundFault[] {
  const { receipts } = current.leaves
  return receipts.flatMap(({ receipt }, leaf): FoundFault[] => {
    if (receipts[leaf + 1]?.receipt.channelId === receipt.channelId) return []
    const channel = facts.channels.get(receipt.channelId)
    if (channel !== undefined && channel.operator !== facts.operator) return []
    return receipt.cumulativeAfter === (channel?.collected ?? 0n) ? [] : [{ kind: 'CHANNEL_NOT_COLLECTED', leaf }]
  })
}
