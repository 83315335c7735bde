import type { Receipt } from '../../eip712/receipt.ts'
import { type AttributionLeaf, METHOD } from '../../leaves/attributionLeaf.ts'
import type { Hex32 } from '../../primitives/hex.ts'
import type { EpochEvidence, RecordFacts } from '../faultFacts.ts'
import { indexedModels } from '../recordFault.ts'
import type { RecordPlace, VersionRun } from '../shownRecord.ts'
import { type AttributionRun, epochRuns, NO_RUN, type ReceiptRun } from './epochRuns.ts'
import { findRecordPlace, NO_PLACE, NO_TRAINED_RUN, type TrainedRun, trainedRun, versionRun } from './recordRuns.ts'

/** The record's leaf in a version, which is counted among a model's training versions or a receipt's retrieved ones. */
type Holding = { readonly version: number; readonly held: VersionRun }

/** Where an influence or a citation comes from. */
type Source = Holding & { readonly component: number; readonly log: TrainedRun }

/** `RecordOrigin` of `contracts/src/types/OriginProofs.sol`. */
export type RecordOrigin = Source & {
  readonly attribution: AttributionRun
  readonly receipt: ReceiptRun
  readonly place: RecordPlace
}

/**
 * Shows where an attribution's record comes from: an influence from a model of its call, by its training log and one of
 * its training versions; a citation from a retrieved version. A flat one has no record and shows only itself.
 * @param leaf index of the attribution
 * @throws RangeError where there is no such attribution, or what is published does not hold its record
 */
export function recordOrigin(facts: RecordFacts, evidence: EpochEvidence, leaf: number): RecordOrigin {
  const { attributions, receipts } = evidence.leaves
  const entry = attributions[leaf]
  if (entry === undefined) throw new RangeError(`There is no attribution ${leaf}.`)
  const runs = epochRuns(evidence)
  const attribution = runs.attribution(leaf)
  if (entry.method === METHOD.flat) return { ...NO_SOURCE, attribution, receipt: NO_RUN, place: NO_PLACE }
  const receipt = receipts[entry.receipt]?.receipt
  const place = receipt && findRecordPlace(facts, receipt, entry.commitment)
  const source = receipt && sourceOf(facts, receipt, entry)
  if (place === undefined || source === undefined)
    throw new RangeError(`What is published does not show the record of attribution ${leaf}.`)
  return { ...source, attribution, receipt: runs.receipt(entry.receipt), place }
}

const NO_SOURCE: Source = { component: 0, version: 0, held: NO_RUN, log: NO_TRAINED_RUN }

function sourceOf(facts: RecordFacts, receipt: Receipt, entry: AttributionLeaf): Source | undefined {
  const { commitment, indexHash, method } = entry
  if (method === METHOD.citation) {
    const holding = heldBy(facts, receipt.retrievedVersions, commitment)
    return holding && { ...NO_SOURCE, ...holding }
  }
  for (const { modelId, trainingVersions } of indexedModels(facts, receipt, indexHash)) {
    const log = trainedRun(facts, modelId, commitment)
    const holding = heldBy(facts, trainingVersions, commitment)
    const component = receipt.components.findIndex((part) => part.modelId === modelId)
    if (log !== undefined && holding !== undefined) return { component, log, ...holding }
  }
  return undefined
}

function heldBy(facts: RecordFacts, roots: readonly Hex32[], commitment: Hex32): Holding | undefined {
  for (const [version, root] of roots.entries()) {
    const held = versionRun(facts, root, commitment)
    if (held?.found === true) return { version, held }
  }
  return undefined
}
