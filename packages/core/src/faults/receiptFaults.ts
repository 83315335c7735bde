import type { Receipt } from '../eip712/receipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { callFee } from '../payout/callFee.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { FaultFacts, FaultSearch } from './faultFacts.ts'
import type { FoundFault, LeafOf } from './foundFault.ts'

/** What a receipt's fee must be by the prices on chain; undefined where that cannot be said. */
export function expectedFee(
  models: FaultFacts['models'],
  receipt: Receipt,
): { readonly fee: bigint; readonly componentFees: readonly bigint[] } | undefined {
  const components = receipt.components.flatMap(({ modelId, scalePpm, priceVersion }) => {
    const price = models.get(modelId)?.prices.get(priceVersion)
    return price === undefined ? [] : [{ scalePpm, price }]
  })
  if (components.length === 0 || components.length < receipt.components.length) return undefined
  try {
    return callFee(receipt, components)
  } catch (error) {
    if (error instanceof OpenLedgerError) return undefined
    throw error
  }
}

/** Faults of single receipts: fee, price version, cumulative, channel. */
export function findReceiptFaults({ current, facts }: FaultSearch): FoundFault[] {
  const found: FoundFault[] = []
  for (const [leaf, { receipt }] of current.leaves.receipts.entries()) {
    for (const [component, { modelId, priceVersion }] of receipt.components.entries()) {
      const price = facts.models.get(modelId)?.prices.get(priceVersion)
      if (price === undefined) found.push({ fault: 'priceWrong', leaf, component, why: 'unknown' })
      else if ((price.effectiveFrom ?? 0n) > receipt.time)
        found.push({ fault: 'priceWrong', leaf, component, why: 'notInEffect' })
    }
    const expected = expectedFee(facts.models, receipt)
    if (expected !== undefined && expected.fee !== receipt.fee) found.push({ fault: 'feeWrong', leaf })
    if (receipt.cumulativeAfter !== receipt.cumulativeBefore + receipt.fee)
      found.push({ fault: 'cumulativeWrong', leaf })
    const channel = facts.channels.get(receipt.channelId)
    if (channel !== undefined && channel.operator !== facts.operator) found.push({ fault: 'channelForeign', leaf })
  }
  return found
}

/**
 * Faults between receipts: a call that has two, in one epoch or in two, and a receipt that does not follow the
 * channel's one before it (sequence, cumulative), in this epoch or an earlier one.
 */
export function findReceiptChainFaults({ current, earlier }: FaultSearch): FoundFault[] {
  const calls = new Map<Hex32, LeafOf>()
  const ends = new Map<Hex32, LeafOf & { readonly receipt: Receipt }>()
  const found: FoundFault[] = []
  for (const { epoch, leaves } of [...earlier, current]) {
    const judged = epoch.number === current.epoch.number
    for (const [leaf, { receipt }] of leaves.receipts.entries()) {
      const here = { epoch: epoch.number, leaf }
      const other = calls.get(receipt.callId)
      if (other !== undefined && judged) found.push({ fault: 'callRepeated', leaf, other })
      calls.set(receipt.callId, here)
      const end = ends.get(receipt.channelId)
      if (judged) {
        const before = end === undefined ? undefined : { epoch: end.epoch, leaf: end.leaf }
        if (receipt.sequence !== (end?.receipt.sequence ?? 0n) + 1n)
          found.push({ fault: 'sequenceBroken', leaf, before })
        if (receipt.cumulativeBefore !== (end?.receipt.cumulativeAfter ?? 0n))
          found.push({ fault: 'cumulativeBroken', leaf, before })
      }
      ends.set(receipt.channelId, { ...here, receipt })
    }
  }
  return found
}
