import type { Receipt } from '../../eip712/receipt.ts'
import { type TrainedRecord, trainedRecordLeaf } from '../../leaves/trainedRecordLeaf.ts'
import { versionLeaf } from '../../leaves/versionLeaf.ts'
import { buildPlainTree, type PlainTree } from '../../merkle/plainTree.ts'
import { type Hex32, ZERO_HEX32 } from '../../primitives/hex.ts'
import type { FaultFacts, RecordFacts, TrainingLogLeaves } from '../faultFacts.ts'
import { compareText, findPlace } from '../findPlace.ts'
import { type RecordPlace, shownKey, type VersionRun } from '../shownRecord.ts'
import { NO_RUN } from './epochRuns.ts'
import { aroundGap, plainRun, type Run } from './runs.ts'

export type TrainedRun = Run<TrainedRecord, Hex32> & {
  readonly head: Hex32
  readonly root: Hex32
  readonly depth: number
}

const treeOf = new WeakMap<readonly unknown[], PlainTree>()
function treeOver<Leaf>(leaves: readonly Leaf[], hash: (leaf: Leaf) => Hex32): PlainTree {
  const tree = treeOf.get(leaves) ?? buildPlainTree(leaves.map(hash))
  treeOf.set(leaves, tree)
  return tree
}

/** A record's leaf in a version, or the neighbours that show it absent; undefined for a version that is not published. */
export function versionRun(
  facts: Pick<RecordFacts, 'versionLeaves'>,
  root: Hex32,
  commitment: Hex32,
): (VersionRun & { found: boolean }) | undefined {
  const leaves = facts.versionLeaves.get(root)
  if (leaves === undefined) return undefined
  const place = findPlace(leaves, (leaf) => compareText(leaf.commitment, commitment))
  const [first, count] = place.found ? [place.leaf, 1] : aroundGap(leaves.length, place.gap)
  return { ...plainRun(treeOver(leaves, versionLeaf), leaves, first, count), found: place.found }
}

/** The neighbours that show a record absent from a model's training log; undefined for a log that is not published. */
export function absentTrainedRun(facts: RecordFacts, modelId: Hex32, commitment: Hex32): TrainedRun | undefined {
  const log = facts.logs.get(modelId)
  if (log === undefined) return undefined
  const place = findPlace(log.records, (leaf) => compareText(leaf.commitment, commitment))
  const [first, count] = aroundGap(log.records.length, place.found ? place.leaf : place.gap)
  return runOfLog(log, first, count)
}

/** A record's leaf in a model's training log; undefined for a log that is not published or does not show it. */
export function trainedRun(facts: RecordFacts, modelId: Hex32, commitment: Hex32): TrainedRun | undefined {
  const log = facts.logs.get(modelId)
  const place = log && findPlace(log.records, (leaf) => compareText(leaf.commitment, commitment))
  return log === undefined || place?.found !== true ? undefined : runOfLog(log, place.leaf, 1)
}

function runOfLog(log: TrainingLogLeaves, first: number, count: number): TrainedRun {
  const tree = treeOver(log.records, trainedRecordLeaf)
  const depth = tree.layers.length - 1
  return { head: log.head, root: tree.root, depth, ...plainRun(tree, log.records, first, count) }
}

/** Stands for a log run that is not read. */
export const NO_TRAINED_RUN: TrainedRun = { head: ZERO_HEX32, root: ZERO_HEX32, depth: 0, ...NO_RUN }

/** A place that is not read. */
export const NO_PLACE: RecordPlace = { absent: [], present: NO_RUN }

/**
 * The call's versions as a place counts them: the training versions of each component and the retrieved versions; where
 * there are none at all, the retrieval versions of each component. Repeats included.
 */
export function placedVersions(models: RecordFacts['models'], receipt: Receipt): readonly Hex32[] {
  const called = receipt.components.flatMap(({ modelId }) => models.get(modelId) ?? [])
  const used = [...called.flatMap((model) => model.trainingVersions), ...receipt.retrievedVersions]
  return used.length > 0 ? used : called.flatMap((model) => model.retrievalVersions)
}

/** Places a record in the call's versions, in their order; undefined where a version before it is not published. */
export function findRecordPlace(facts: RecordFacts, receipt: Receipt, commitment: Hex32): RecordPlace | undefined {
  const absent: VersionRun[] = []
  for (const root of placedVersions(facts.models, receipt)) {
    const run = versionRun(facts, root, commitment)
    if (run === undefined) return undefined
    if (run.found) return { absent, present: run }
    absent.push(run)
  }
  return undefined
}

/** As {@link findRecordPlace}, or as it was shown on chain; nothing where it is neither. */
export function recordPlace(facts: FaultFacts, receipt: Receipt, commitment: Hex32): RecordPlace {
  const place = findRecordPlace(facts, receipt, commitment)
  return place ?? facts.shown?.get(shownKey(receipt.callId, commitment))?.place ?? NO_PLACE
}
