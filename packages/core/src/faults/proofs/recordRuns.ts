import type { Receipt } from '../../eip712/receipt.ts'
import { type TrainedRecord, trainedRecordLeaf } from '../../leaves/trainedRecordLeaf.ts'
import { type VersionLeaf, versionLeaf } from '../../leaves/versionLeaf.ts'
import { buildPlainTree, type PlainTree } from '../../merkle/plainTree.ts'
import { type Hex32, ZERO_HEX32 } from '../../primitives/hex.ts'
import type { FaultFacts } from '../faultFacts.ts'
import { compareText, findPlace } from '../findPlace.ts'
import { NO_RUN } from './epochRuns.ts'
import { aroundGap, plainRun, type Run } from './runs.ts'

export type VersionRun = Run<VersionLeaf, Hex32>
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
  facts: FaultFacts,
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
export function absentTrainedRun(facts: FaultFacts, modelId: Hex32, commitment: Hex32): TrainedRun | undefined {
  const log = facts.logs.get(modelId)
  if (log === undefined) return undefined
  const place = findPlace(log.records, (leaf) => compareText(leaf.commitment, commitment))
  const [first, count] = aroundGap(log.records.length, place.found ? place.leaf : place.gap)
  const tree = treeOver(log.records, trainedRecordLeaf)
  const depth = tree.layers.length - 1
  return { head: log.head, root: tree.root, depth, ...plainRun(tree, log.records, first, count) }
}

/** Stands for a log run that is not read. */
export const NO_TRAINED_RUN: TrainedRun = { head: ZERO_HEX32, root: ZERO_HEX32, depth: 0, ...NO_RUN }

/** `RecordPlace`: where the contributor of a record stands. */
export type RecordPlace = { readonly absent: readonly VersionRun[]; readonly present: VersionRun }

/** A place that is not read. */
export const NO_PLACE: RecordPlace = { absent: [], present: NO_RUN }

/**
 * Places a record in the call's versions, in their order: the training versions of each component and the retrieved
 * versions; where there are none at all, the retrieval versions of each component.
 */
export function recordPlace(facts: FaultFacts, receipt: Receipt, commitment: Hex32): RecordPlace {
  const models = receipt.components.flatMap(({ modelId }) => facts.models.get(modelId) ?? [])
  const used = [...models.flatMap((model) => model.trainingVersions), ...receipt.retrievedVersions]
  const roots = used.length > 0 ? used : models.flatMap((model) => model.retrievalVersions)
  const absent: VersionRun[] = []
  for (const root of roots) {
    const run = versionRun(facts, root, commitment)
    if (run === undefined) break
    if (run.found) return { absent, present: run }
    absent.push(run)
  }
  return NO_PLACE
}
