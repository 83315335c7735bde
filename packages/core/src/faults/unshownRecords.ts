import type { Receipt } from '../eip712/receipt.ts'
import { type AttributionLeaf, METHOD } from '../leaves/attributionLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { EpochEvidence, RecordFacts } from './faultFacts.ts'
import { placedVersions } from './proofs/recordRuns.ts'
import { indexedModels } from './recordFault.ts'

/**
 * Attributions of which nobody can tell where their record comes from, nor that it comes from nowhere: a version or a
 * training log that it may be in is not published.
 * @returns indexes of attributions, ascending
 */
export function unshownRecords(facts: RecordFacts, { leaves }: Pick<EpochEvidence, 'leaves'>): number[] {
  const { attributions, receipts } = leaves
  return attributions.flatMap((entry, leaf) => {
    const receipt = receipts[entry.receipt]?.receipt
    const isOfCall = receipt !== undefined && receipt.callId === entry.callId
    return isOfCall && entry.method !== METHOD.flat && isUnshown(facts, receipt, entry) ? [leaf] : []
  })
}

function isUnshown(facts: RecordFacts, receipt: Receipt, entry: AttributionLeaf): boolean {
  const { commitment, method, indexHash } = entry
  const holds = (root: Hex32) => facts.versions.get(root)?.contributors.has(commitment)
  // Whose the record is, is told by the first version that holds it: none before may be unknown.
  const firstUntold = placedVersions(facts.models, receipt).find((root) => holds(root) !== false)
  if (firstUntold !== undefined && holds(firstUntold) === undefined) return true
  if (method === METHOD.citation) return someUnknown(receipt.retrievedVersions.map(holds))
  const trained = indexedModels(facts, receipt, indexHash).map(({ modelId, trainingVersions }) => {
    const held = someOf(trainingVersions.map(holds))
    const logged = facts.trained.get(modelId)?.has(commitment)
    return held === false || logged === false ? false : held === undefined || logged === undefined ? undefined : true
  })
  return someUnknown(trained)
}

/** Whether one is true; undefined where none is and one is not known. */
const someOf = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false

const someUnknown = (answers: readonly (boolean | undefined)[]): boolean => someOf(answers) === undefined
