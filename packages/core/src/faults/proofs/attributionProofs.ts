import type { FaultSearch } from '../faultFacts.ts'
import type { FoundFault } from '../foundFault.ts'
import { indexedModels } from '../recordFault.ts'
import type { VersionRun } from '../shownRecord.ts'
import { epochRuns, NO_RUN } from './epochRuns.ts'
import { absentTrainedRun, NO_TRAINED_RUN, versionRun } from './recordRuns.ts'
import { withBoth } from './runs.ts'

type AttributionFault = Extract<
  FoundFault,
  {
    kind:
      | 'ATTRIBUTION_FOREIGN'
      | 'ATTRIBUTION_MISSING'
      | 'ATTRIBUTION_MALFORMED'
      | 'WEIGHTS_WRONG'
      | 'FLAT_WRONG'
      | 'TOO_MANY_ATTRIBUTIONS'
      | 'RECORD_NOT_TRAINED'
      | 'RECORD_NOT_RETRIEVED'
      | 'FLAT_FOREIGN'
  }
>

/** Proofs of `contracts/src/types/AttributionProofs.sol`. */
export function attributionProof({ current, facts }: FaultSearch, fault: AttributionFault) {
  const { epoch, leaves } = current
  const { attributions, receipts } = leaves
  const runs = epochRuns(current)
  switch (fault.kind) {
    case 'ATTRIBUTION_MISSING':
      return { epoch, receipt: runs.receipt(fault.receipt), absent: runs.absentAttribution(fault.gap) }
    case 'TOO_MANY_ATTRIBUTIONS':
      return { epoch, first: runs.attribution(fault.first), last: runs.attribution(fault.last) }
    case 'WEIGHTS_WRONG':
    case 'FLAT_WRONG': {
      const call = runs.attributions(withBoth(attributions.length, fault.first, fault.count))
      return { epoch, call, receipt: runs.receipt(attributions[fault.first]?.receipt ?? 0) }
    }
    default: {
      const entry = attributions[fault.leaf]
      const receipt = entry === undefined ? undefined : receipts[entry.receipt]?.receipt
      const proof = {
        epoch,
        attribution: runs.attribution(fault.leaf),
        receipt: receipt === undefined ? NO_RUN : runs.receipt(entry?.receipt ?? 0),
      }
      if (entry === undefined || receipt === undefined) return proof
      const absentFrom = (roots: readonly `0x${string}`[]): VersionRun[] =>
        roots.flatMap((root) => versionRun(facts, root, entry.commitment) ?? [])
      if (fault.kind === 'RECORD_NOT_RETRIEVED') return { ...proof, versions: absentFrom(receipt.retrievedVersions) }
      if (fault.kind !== 'RECORD_NOT_TRAINED') return proof
      const models = indexedModels(facts, receipt, entry.indexHash).map((model) => {
        const isInLog = facts.trained.get(model.modelId)?.has(entry.commitment) ?? true
        const log = isInLog ? undefined : absentTrainedRun(facts, model.modelId, entry.commitment)
        return log === undefined
          ? { log: NO_TRAINED_RUN, versions: absentFrom(model.trainingVersions) }
          : { log, versions: [] }
      })
      return { ...proof, models }
    }
  }
}
