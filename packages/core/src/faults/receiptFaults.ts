import type { Receipt } from '../eip712/receipt.ts'
import { MAX_PARTS } from '../epoch/checkReceipts.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { callFee } from '../payout/callFee.ts'
import type { FaultFacts, FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

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

/** Faults of single receipts: fee, price version, components, retrieved versions, cumulative, channel, time. */
export function findReceiptFaults({ current, facts }: FaultSearch): FoundFault[] {
  const found: FoundFault[] = []
  for (const [leaf, { receipt }] of current.leaves.receipts.entries()) {
    for (const [component, { modelId, priceVersion }] of receipt.components.entries()) {
      const price = facts.models.get(modelId)?.prices.get(priceVersion)
      if (price === undefined || (price.effectiveFrom ?? 0n) > receipt.time)
        found.push({ kind: 'PRICE_NOT_IN_EFFECT', leaf, component })
    }
    const ids = new Set(receipt.components.map((component) => component.modelId))
    const isScaleless = receipt.components.length > 1 && receipt.components.every(({ scalePpm }) => scalePpm === 0)
    const count = receipt.components.length
    if (ids.size !== count || count === 0 || count > MAX_PARTS || isScaleless)
      found.push({ kind: 'COMPONENTS_WRONG', leaf })
    const allowed = new Set([...ids].flatMap((id) => facts.models.get(id)?.retrievalVersions ?? []))
    const roots = receipt.retrievedVersions
    if (roots.length > MAX_PARTS || new Set(roots).size !== roots.length || roots.some((root) => !allowed.has(root)))
      found.push({ kind: 'RETRIEVED_VERSIONS_WRONG', leaf })
    const expected = expectedFee(facts.models, receipt)
    if (expected !== undefined && expected.fee !== receipt.fee) found.push({ kind: 'FEE_WRONG', leaf })
    if (receipt.cumulativeAfter !== receipt.cumulativeBefore + receipt.fee)
      found.push({ kind: 'CUMULATIVE_WRONG', leaf })
    const channel = facts.channels.get(receipt.channelId)
    if (channel === undefined || channel.operator !== facts.operator) found.push({ kind: 'CHANNEL_FOREIGN', leaf })
    if (receipt.time >= facts.postedAt) found.push({ kind: 'TIME_WRONG', leaf })
  }
  return found
}
