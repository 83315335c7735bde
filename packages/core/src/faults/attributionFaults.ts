import type { Receipt } from '../eip712/receipt.ts'
import { type AttributionLeaf, METHOD } from '../leaves/attributionLeaf.ts'
import { ZERO_HEX32 } from '../primitives/hex.ts'
import { MAX_PAID } from '../rules/rules.ts'
import { callFault } from './callFault.ts'
import type { FaultFacts, FaultSearch } from './faultFacts.ts'
import { compareText, findPlace } from './findPlace.ts'
import type { FoundFault } from './foundFault.ts'
import { indexedModels, recordFault } from './recordFault.ts'

/** Whether some model of the call, as far as they are on chain, has a data share. */
const sharesData = (facts: FaultFacts, receipt: Receipt): boolean =>
  receipt.components.some(({ modelId }) => (facts.models.get(modelId)?.split.data ?? 0) > 0)

/**
 * Faults of attributions: a leaf of a call that it does not belong to or that has no data share, a call with a data
 * share and no leaf, a leaf without sense, weights that do not sum, a record that is not in the version or the log, or
 * was not retrieved.
 */
export function findAttributionFaults({ current, facts }: FaultSearch): FoundFault[] {
  const { attributions, receipts } = current.leaves
  const found: FoundFault[] = []
  for (const [leaf, entry] of attributions.entries()) {
    const receipt = receipts[entry.receipt]?.receipt
    if (receipt === undefined || receipt.callId !== entry.callId || !sharesData(facts, receipt)) {
      found.push({ kind: 'ATTRIBUTION_FOREIGN', leaf })
      continue
    }
    if (isMalformed(facts, receipt, entry)) found.push({ kind: 'ATTRIBUTION_MALFORMED', leaf })
    const kind = recordFault(facts, receipt, entry)
    if (kind !== undefined) found.push({ kind, leaf })
  }
  for (let first = 0; first < attributions.length; ) {
    const callId = attributions[first]?.callId
    let end = first + 1
    while (end < attributions.length && attributions[end]?.callId === callId) end++
    const group = attributions.slice(first, end)
    if (group.length > MAX_PAID) found.push({ kind: 'TOO_MANY_ATTRIBUTIONS', first, last: end - 1 })
    const receipt = receipts[group[0]?.receipt ?? 0]?.receipt
    const kind = receipt?.callId === callId && receipt !== undefined ? callFault(facts, receipt, group) : undefined
    if (kind !== undefined) found.push({ kind, first, count: group.length })
    first = end
  }
  for (const [index, { receipt }] of receipts.entries()) {
    if (!sharesData(facts, receipt)) continue
    const place = findPlace(attributions, (leaf) => compareText(leaf.callId, receipt.callId))
    if (!place.found) found.push({ kind: 'ATTRIBUTION_MISSING', receipt: index, gap: place.gap })
  }
  return found
}

/** A weight of 0, or an index that none of the call's models has; citations and flat have none. */
function isMalformed(facts: FaultFacts, receipt: Receipt, entry: AttributionLeaf): boolean {
  if (entry.weight === 0n) return true
  if (entry.method !== METHOD.influence) return entry.indexHash !== ZERO_HEX32
  return indexedModels(facts, receipt, entry.indexHash).length === 0
}
