import type { Receipt } from '../eip712/receipt.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { FaultSearch } from './faultFacts.ts'
import type { FoundFault, LeafOf } from './foundFault.ts'

/**
 * Faults between receipts: a call that has two, in one epoch or in two; a channel's receipt that does not continue the
 * one before it, in this epoch or an earlier one; a sequence that an earlier epoch already had.
 */
export function findReceiptChainFaults({ current, earlier }: FaultSearch): FoundFault[] {
  const calls = new Map<Hex32, LeafOf>()
  const ends = new Map<Hex32, LeafOf & { readonly receipt: Receipt }>()
  for (const { epoch, leaves } of earlier) {
    for (const [leaf, { receipt }] of leaves.receipts.entries()) {
      calls.set(receipt.callId, { epoch: epoch.number, leaf })
      ends.set(receipt.channelId, { epoch: epoch.number, leaf, receipt })
    }
  }
  const found: FoundFault[] = []
  const callsHere = new Map<Hex32, number>()
  const { receipts } = current.leaves
  for (const [leaf, { receipt }] of receipts.entries()) {
    const earlierCall = calls.get(receipt.callId)
    if (earlierCall !== undefined) found.push({ kind: 'CALL_REPEATED_LATER', leaf, earlier: earlierCall })
    const first = callsHere.get(receipt.callId)
    if (first !== undefined) found.push({ kind: 'CALL_REPEATED', leaf: first, second: leaf })
    callsHere.set(receipt.callId, leaf)

    const before = receipts[leaf - 1]?.receipt
    const end = ends.get(receipt.channelId)
    if (before?.channelId === receipt.channelId) {
      if (!continues(before, receipt)) found.push({ kind: 'SEQUENCE_BROKEN', leaf: leaf - 1 })
    } else if (!continues(end?.receipt, receipt)) {
      const last = end === undefined ? undefined : { epoch: end.epoch, leaf: end.leaf }
      found.push({ kind: 'CHANNEL_START_WRONG', leaf, last })
    }
    if (end !== undefined && end.receipt.sequence >= receipt.sequence) {
      const { epoch, leaf: there } = end
      found.push({ kind: 'SEQUENCE_REPEATED', leaf, earlier: { epoch, leaf: there } })
    }
  }
  return found
}

/** Whether a receipt is the next one of its channel; `before` undefined: the channel's very first. */
const continues = (before: Receipt | undefined, receipt: Receipt): boolean =>
  receipt.sequence === (before?.sequence ?? 0n) + 1n &&
  receipt.cumulativeBefore === (before?.cumulativeAfter ?? 0n) &&
  receipt.time >= (before?.time ?? 0n)
