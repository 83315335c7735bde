import type { Receipt } from '../eip712/receipt.ts'
import type { ErrorDescriptor } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionLeaf, compareAttributions, METHOD, SHARE_WHOLE_PPM } from '../leaves/attributionLeaf.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { MAX_PAID, REPUTATION_DEFAULT_PPM } from '../rules/rules.ts'
import { type Candidate, cutWeights } from '../weights/cutWeights.ts'
import { flatWeights } from '../weights/flatWeights.ts'
import { strength } from '../weights/strength.ts'
import { callVersions, type EpochFacts, factOf, hasDataShare } from './epochFacts.ts'
import { type FaultPlace, fault } from './fault.ts'

/** An attribution and its place in its tree. */
export type PlacedAttribution = { readonly leaf: number; readonly entry: AttributionLeaf }

function wrong(
  descriptor: ErrorDescriptor,
  leaf: FaultPlace['leaf'],
  field: string,
  expected: FaultPlace['expected'],
  found: FaultPlace['found'],
): never {
  throw fault(descriptor, { file: 'attributions', leaf, field, expected, found })
}

/**
 * Checks an epoch's attributions: order, exactly the calls that have a data share, each record
 * against version, training log and retrieved versions, each leaf's receipt index, each score against its threshold, and the
 * weights computed again from the scores.
 * @throws EPOCH_ATTRIBUTION_*, EPOCH_FACT_MISSING
 */
export function checkAttributions(
  facts: EpochFacts,
  receipts: readonly Receipt[],
  leaves: readonly AttributionLeaf[],
): void {
  const byCall = new Map<Hex32, PlacedAttribution[]>()
  for (const [leaf, entry] of leaves.entries()) {
    const before = leaves[leaf - 1]
    if (before !== undefined && compareAttributions(before, entry) >= 0) {
      wrong(
        coreErrors.EPOCH_ATTRIBUTION_ORDER,
        leaf,
        'callId, commitment, method',
        'above the leaf before',
        `${entry.callId}, ${entry.commitment}, ${entry.method}`,
      )
    }
    const group = byCall.get(entry.callId)
    if (group === undefined) byCall.set(entry.callId, [{ leaf, entry }])
    else group.push({ leaf, entry })
  }
  for (const [index, receipt] of receipts.entries()) {
    const group = byCall.get(receipt.callId)
    byCall.delete(receipt.callId)
    if (hasDataShare(facts.models, receipt)) {
      if (group === undefined)
        wrong(
          coreErrors.EPOCH_ATTRIBUTION_MISSING,
          `call ${receipt.callId}`,
          'callId',
          'attributions of this call',
          'none',
        )
      const astray = group.find(({ entry }) => entry.receipt !== index)
      if (astray !== undefined)
        wrong(coreErrors.EPOCH_ATTRIBUTION_FOREIGN, astray.leaf, 'receipt', index, astray.entry.receipt)
      checkCallAttributions(facts, receipt, group)
    } else if (group !== undefined) {
      wrong(
        coreErrors.EPOCH_ATTRIBUTION_FOREIGN,
        group[0]?.leaf ?? '',
        'callId',
        'a call with a data share',
        receipt.callId,
      )
    }
  }
  for (const [callId, group] of byCall)
    wrong(
      coreErrors.EPOCH_ATTRIBUTION_FOREIGN,
      group[0]?.leaf ?? '',
      'callId',
      'a call with a receipt in this epoch',
      callId,
    )
}

/**
 * Checks the attributions of one call, in their order: each record against version, training log and retrieved versions,
 * each score against its threshold, and the weights computed again from the scores.
 * @throws EPOCH_ATTRIBUTION_*, EPOCH_FACT_MISSING
 */
export function checkCallAttributions(facts: EpochFacts, receipt: Receipt, group: readonly PlacedAttribution[]): void {
  const first = group[0]
  if (first === undefined) return
  if (group.some(({ entry }) => entry.method === METHOD.flat)) {
    checkFlat(facts, receipt, group)
    return
  }
  if (group.length > MAX_PAID)
    wrong(coreErrors.EPOCH_ATTRIBUTION_COUNT, group[MAX_PAID]?.leaf ?? '', 'count', MAX_PAID, group.length)
  if (first.entry.sharePpm > SHARE_WHOLE_PPM) {
    const most = `at most ${SHARE_WHOLE_PPM}`
    wrong(coreErrors.EPOCH_ATTRIBUTION_WEIGHT, first.leaf, 'sharePpm', most, first.entry.sharePpm)
  }
  const candidates: Candidate[] = []
  for (const { leaf, entry } of group) {
    if (entry.sharePpm !== first.entry.sharePpm)
      wrong(coreErrors.EPOCH_ATTRIBUTION_WEIGHT, leaf, 'sharePpm', first.entry.sharePpm, entry.sharePpm)
    const unit = facts.rules.units[entry.commitment]
    if (unit !== undefined && unit !== entry.commitment)
      wrong(coreErrors.EPOCH_ATTRIBUTION_DUPLICATE, leaf, 'commitment', unit, entry.commitment)
    if (entry.method !== METHOD.influence && entry.method !== METHOD.citation)
      wrong(coreErrors.EPOCH_ATTRIBUTION_METHOD, leaf, 'method', '1 or 2', entry.method)
    candidates.push(
      entry.method === METHOD.influence
        ? influence(facts, receipt, leaf, entry)
        : citation(facts, receipt, leaf, entry),
    )
  }
  const weights = cutWeights(candidates, first.entry.sharePpm)
  for (const [i, { leaf, entry }] of group.entries()) {
    const weighed = weights.find((w) => w.commitment === entry.commitment && w.method === entry.method)
    if (weighed?.weight !== entry.weight)
      wrong(coreErrors.EPOCH_ATTRIBUTION_WEIGHT, group[i]?.leaf ?? leaf, 'weight', weighed?.weight ?? 0n, entry.weight)
  }
}

function checkFlat(facts: EpochFacts, receipt: Receipt, group: readonly PlacedAttribution[]): void {
  const datanets = callVersions(facts.models, receipt).map(
    (root) => factOf(facts.versions, root, 'the version').datanetId,
  )
  const expected = flatWeights(datanets)
  for (let i = 0; i < Math.max(expected.length, group.length); i++) {
    const want = expected[i]
    const placed = group[i]
    const leaf = placed?.leaf ?? `call ${receipt.callId}`
    if (want === undefined || placed === undefined) {
      wrong(coreErrors.EPOCH_ATTRIBUTION_METHOD, leaf, 'flat leaves', expected.length, group.length)
    }
    const { entry } = placed
    if (entry.method !== METHOD.flat)
      wrong(coreErrors.EPOCH_ATTRIBUTION_METHOD, leaf, 'method', METHOD.flat, entry.method)
    if (entry.commitment !== want.commitment)
      wrong(coreErrors.EPOCH_ATTRIBUTION_METHOD, leaf, 'commitment', want.commitment, entry.commitment)
    if (entry.weight !== want.weight)
      wrong(coreErrors.EPOCH_ATTRIBUTION_WEIGHT, leaf, 'weight', want.weight, entry.weight)
    if (entry.score !== 0n) wrong(coreErrors.EPOCH_ATTRIBUTION_SCORE, leaf, 'score', 0, entry.score)
    if (entry.sharePpm !== 0) wrong(coreErrors.EPOCH_ATTRIBUTION_WEIGHT, leaf, 'sharePpm', 0, entry.sharePpm)
    if (entry.indexHash !== ZERO_HEX32)
      wrong(coreErrors.EPOCH_ATTRIBUTION_INDEX, leaf, 'indexHash', ZERO_HEX32, entry.indexHash)
  }
}

/** A model of the call shows this record in its training log and in a version that it was trained on. */
function influence(facts: EpochFacts, receipt: Receipt, leaf: number, entry: AttributionLeaf): Candidate {
  const models = receipt.components
    .map((component) => factOf(facts.models, component.modelId, 'the model'))
    .filter((model) => model.indexHash === entry.indexHash && model.trainingVersions.length > 0)
  if (models.length === 0) {
    const indexes = receipt.components
      .map((component) => facts.models.get(component.modelId)?.indexHash ?? '')
      .join(' or ')
    wrong(coreErrors.EPOCH_ATTRIBUTION_INDEX, leaf, 'indexHash', indexes, entry.indexHash)
  }
  for (const model of models) {
    const uses = factOf(facts.trained, model.modelId, 'the training log of').get(entry.commitment) ?? 0
    const contributor = contributorOf(facts, model.trainingVersions, entry.commitment)
    if (uses > 0 && contributor !== undefined) {
      const threshold = facts.rules.influenceThresholds[entry.indexHash]
      if (threshold === undefined)
        wrong(coreErrors.EPOCH_RULES_WRONG, leaf, 'influenceThresholds', `a threshold for ${entry.indexHash}`, 'none')
      return candidate(facts, leaf, entry, METHOD.influence, threshold, contributor)
    }
  }
  wrong(
    coreErrors.EPOCH_ATTRIBUTION_UNTRAINED,
    leaf,
    'commitment',
    'a record of the training log and its version',
    entry.commitment,
  )
}

/** The record is in a version that the call retrieved from. */
function citation(facts: EpochFacts, receipt: Receipt, leaf: number, entry: AttributionLeaf): Candidate {
  const contributor = contributorOf(facts, receipt.retrievedVersions, entry.commitment)
  if (contributor === undefined)
    wrong(
      coreErrors.EPOCH_ATTRIBUTION_NOT_RETRIEVED,
      leaf,
      'commitment',
      'a record of a retrieved version',
      entry.commitment,
    )
  if (entry.indexHash !== ZERO_HEX32)
    wrong(coreErrors.EPOCH_ATTRIBUTION_INDEX, leaf, 'indexHash', ZERO_HEX32, entry.indexHash)
  return candidate(facts, leaf, entry, METHOD.citation, facts.rules.citationThreshold, contributor)
}

function candidate(
  facts: EpochFacts,
  leaf: number,
  entry: AttributionLeaf,
  method: 1 | 2,
  threshold: bigint,
  contributor: `0x${string}`,
): Candidate {
  const reputationPpm = facts.rules.reputationPpm[contributor] ?? REPUTATION_DEFAULT_PPM
  const strong = strength({ score: entry.score, threshold, reputationPpm, exponent: facts.rules.exponent })
  if (strong === 0n) wrong(coreErrors.EPOCH_ATTRIBUTION_SCORE, leaf, 'score', `above ${threshold}`, entry.score)
  return { commitment: entry.commitment, method, strength: strong }
}

/** Who contributed a record of some of these versions, or undefined. */
export function contributorOf(
  facts: Pick<EpochFacts, 'versions'>,
  roots: readonly Hex32[],
  commitment: Hex32,
): `0x${string}` | undefined {
  for (const root of roots) {
    const contributor = factOf(facts.versions, root, 'the version').contributors.get(commitment)
    if (contributor !== undefined) return contributor
  }
  return undefined
}
