import type { Receipt } from '../eip712/receipt.ts'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import { METHOD } from '../leaves/attributionLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { FaultFacts, RecordFacts } from './faultFacts.ts'

/** Components of a call whose models are on chain, have training versions and this attribution index. */
export const indexedModels = (facts: Pick<RecordFacts, 'models'>, receipt: Receipt, indexHash: Hex32) =>
  receipt.components
    .flatMap(({ modelId }) => facts.models.get(modelId) ?? [])
    .filter((model) => model.indexHash === indexHash && model.trainingVersions.length > 0)

/**
 * Whether an attribution names a record that none of its call's models was trained on (influence), or that no retrieved
 * version holds (citation). A version or log that is not published can't speak.
 */
export function recordFault(
  facts: FaultFacts,
  receipt: Receipt,
  entry: AttributionLeaf,
): 'RECORD_NOT_TRAINED' | 'RECORD_NOT_RETRIEVED' | undefined {
  const absentFrom = (roots: readonly Hex32[]) =>
    roots.every((root) => facts.versions.get(root)?.contributors.has(entry.commitment) === false)
  if (entry.method === METHOD.citation)
    return absentFrom(receipt.retrievedVersions) ? 'RECORD_NOT_RETRIEVED' : undefined
  if (entry.method === METHOD.flat) return undefined
  const models = indexedModels(facts, receipt, entry.indexHash)
  const untrained = models.every(
    (model) => absentFrom(model.trainingVersions) || facts.trained.get(model.modelId)?.has(entry.commitment) === false,
  )
  return models.length > 0 && untrained ? 'RECORD_NOT_TRAINED' : undefined
}
