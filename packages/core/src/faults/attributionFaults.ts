import type { Receipt } from '../eip712/receipt.ts'
import { callVersions } from '../epoch/epochFacts.ts'
import { type AttributionLeaf, METHOD, SHARE_WHOLE_PPM } from '../leaves/attributionLeaf.ts'
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
    if (isForeignFlat(facts, receipt, entry)) found.push({ kind: 'FLAT_FOREIGN', leaf })
  }
  for (let first = 0; first < attributions.length; ) {
    const callId = attributions[first]?.callId
    let end = first + 1
    while (end < attributions.length && attributions[end]?.callId === callId) end++
    const group = attributions.slice(first, end)
    const paid = group.flatMap((leaf, i) => (leaf.method === METHOD.flat ? [] : [first + i]))
    const [low = 0, high = 0] = [paid.at(0), paid.at(-1)]
    if (paid.length > MAX_PAID) found.push({ kind: 'TOO_MANY_ATTRIBUTIONS', first: low, last: high })
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

/**
 * No method, no weight, a share above the whole, or an index that none of the call's models has; citations and flat have no
 * index, flat neither score nor share.
 */
function isMalformed(facts: FaultFacts, receipt: Receipt, entry: AttributionLeaf): boolean {
  const { method, weight, sharePpm, indexHash, score } = entry
  if (weight === 0n || sharePpm > SHARE_WHOLE_PPM) return true
  if (method === METHOD.influence) return indexedModels(facts, receipt, indexHash).length === 0
  if (method === METHOD.citation) return indexHash !== ZERO_HEX32
  return method !== METHOD.flat || indexHash !== ZERO_HEX32 || score !== 0n || sharePpm !== 0
}

/** Whether a flat attribution names a Datanet of none of the call's versions; false where a version is not known. */
function isForeignFlat(facts: FaultFacts, receipt: Receipt, entry: AttributionLeaf): boolean {
  if (entry.method !== METHOD.flat || receipt.components.some(({ modelId }) => !facts.models.has(modelId))) return false
  const datanets = callVersions(facts.models, receipt).map((root) => facts.versions.get(root)?.datanetId)
  return datanets.every((datanetId) => datanetId !== undefined && datanetId !== entry.commitment)
}
