import type { Receipt } from '../eip712/receipt.ts'
import { type AttributionLeaf, METHOD } from '../leaves/attributionLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { W } from '../rules/rules.ts'
import { compareText, findPlace } from './findPlace.ts'
import type { FaultFacts, FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'

/** Whether some model of the call, as far as they are on chain, has a data share. */
export const sharesData = (facts: FaultFacts, receipt: Receipt): boolean =>
  receipt.components.some(({ modelId }) => (facts.models.get(modelId)?.split.data ?? 0) > 0)

/**
 * Faults of attributions: a leaf of a call that it does not belong to or that has no data share, a call with a data
 * share and no leaf, weights that do not sum to 10^18, a record that is not in the version or the log, or was not retrieved.
 */
export function findAttributionFaults({ current, facts }: FaultSearch): FoundFault[] {
  const { attributions, receipts } = current.leaves
  const found: FoundFault[] = []
  for (const [leaf, entry] of attributions.entries()) {
    const receipt = receipts[entry.receipt]?.receipt
    if (receipt === undefined || receipt.callId !== entry.callId || !sharesData(facts, receipt)) {
      found.push({ fault: 'attributionForeign', leaf })
      continue
    }
    const why = foreignRecord(facts, receipt, entry)
    if (why !== undefined) found.push({ fault: 'recordForeign', leaf, why })
  }
  for (let first = 0; first < attributions.length; ) {
    const callId = attributions[first]?.callId
    let last = first
    let sum = 0n
    while (attributions[last]?.callId === callId && last < attributions.length) {
      sum += attributions[last]?.weight ?? 0n
      last++
    }
    if (sum !== W) found.push({ fault: 'weightsWrong', first, count: last - first })
    first = last
  }
  for (const [index, { receipt }] of receipts.entries()) {
    if (!sharesData(facts, receipt)) continue
    const place = findPlace(attributions, (leaf) => compareText(leaf.callId, receipt.callId))
    if (!place.found) found.push({ fault: 'attributionMissing', receipt: index, gap: place.gap })
  }
  return found
}

/** Why a leaf may not name its record; undefined when it may. Versions and logs that are not published can't speak. */
function foreignRecord(
  facts: FaultFacts,
  receipt: Receipt,
  entry: AttributionLeaf,
): Extract<FoundFault, { fault: 'recordForeign' }>['why'] | undefined {
  const models = receipt.components.flatMap(({ modelId }) => facts.models.get(modelId) ?? [])
  const inSome = (roots: readonly Hex32[]) =>
    roots.some((root) => facts.versions.get(root)?.contributors.has(entry.commitment) ?? false)
  const allKnown = (roots: readonly Hex32[]) => roots.every((root) => facts.versions.has(root))
  if (entry.method === METHOD.citation) {
    if (!allKnown(receipt.retrievedVersions)) return undefined
    return inSome(receipt.retrievedVersions) ? undefined : 'notRetrieved'
  }
  if (entry.method === METHOD.flat) return undefined
  const indexed = models.filter((model) => model.indexHash === entry.indexHash && model.trainingVersions.length > 0)
  const trained = indexed.filter((model) => inSome(model.trainingVersions))
  if (trained.length === 0) {
    const roots = models.flatMap((model) => model.trainingVersions)
    return allKnown(roots) ? 'notInVersion' : undefined
  }
  const logged = trained.some((model) => (facts.trained.get(model.modelId)?.get(entry.commitment) ?? 0) > 0)
  return logged || trained.some((model) => !facts.trained.has(model.modelId)) ? undefined : 'notInLog'
}
