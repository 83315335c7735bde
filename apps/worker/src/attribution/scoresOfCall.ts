import { join } from 'node:path'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'
import type { AttributionDeps } from './attributionDeps.ts'
import { attributionRules } from './attributionRules.ts'
import { citationsOfCall } from './citationsOfCall.ts'
import { datanetsOf } from './datanetsOf.ts'
import { documentsOfCall } from './documentsOfCall.ts'
import type { FoundInfluence } from './influenceOfModelCalls.ts'
import type { PendingCall } from './pendingCalls.ts'
import type { CallScores } from './toAttribution.ts'
import { unitsOf } from './unitsOf.ts'

/** Scores that the evidence keeps: the greatest, for a person to see. */
const evidenceScores = 8

/**
 * Everything that a call's weights follow from: influence as measured, citations measured here, near-duplicates as one.
 * Where the retrieved records cannot be measured, nobody knows what adapter and context did: no scores at all, so that
 * the call pays flat, and the evidence says why.
 *
 * @param keptUnits the near-duplicates as they were when the call was attributed; as they are now when left out.
 * @throws ENGINE_* for failures that may pass
 */
export async function scoresOfCall(
  deps: AttributionDeps,
  call: PendingCall,
  found: readonly FoundInfluence[],
  keptUnits?: ReadonlyMap<Hex32, Hex32>,
): Promise<CallScores> {
  const measured = found.flatMap(({ influence }) => (influence === undefined ? [] : [influence]))
  const unusable = measured.find((influence) => 'unusable' in influence)
  // Where one of an ensemble's indexes can't be used, the others alone would take what its records earned.
  const scored = unusable ? [] : measured.flatMap((influence) => ('scores' in influence ? [influence] : []))
  const adapters = found.flatMap(({ adapter, scale }): AdapterRef[] =>
    adapter ? [{ id: adapter.adapterHash, path: join(deps.modelsDir, adapter.dir, 'adapter.gguf'), scale }] : [],
  )
  const retrieved = call.retrieved.map(({ commitment }) => commitment)
  const scores = scored.flatMap((influence) => influence.scores)
  const scoredRecords = scores.map(({ commitment }) => commitment)
  const units = keptUnits ?? (await unitsOf(deps.db, [...new Set([...scoredRecords, ...retrieved])]))
  const rule = { threshold: attributionRules.citationThreshold, units }
  const citations =
    retrieved.length > 0
      ? await citationsOfCall(deps, { ...call, documents: await documentsOfCall(deps, call) }, adapters, rule)
      : undefined
  const { models } = call
  const trained = models.flatMap(({ trainingVersions }) => trainingVersions)
  const used = [...trained, ...call.retrieved.map(({ versionRoot }) => versionRoot)]
  const retrievable = models.flatMap(({ retrievalVersions }) => retrievalVersions)
  const datanets = await datanetsOf(deps.db, used.length > 0 ? used : retrievable)
  const common = { units, datanets: [...new Set(datanets.values())] }
  if (citations !== undefined && 'unusable' in citations)
    return { ...common, sharePpm: 0, evidence: { citations, units: Object.fromEntries(units) } }
  return {
    ...common,
    influence: scored.map(({ indexHash, threshold, scores: found }) => ({ indexHash, threshold, scores: found })),
    citations: citations && { threshold: rule.threshold, scores: citations.scores },
    sharePpm: citations?.sharePpm ?? 1_000_000,
    evidence: {
      ...(scored.length > 0 && {
        influence: {
          method: METHOD.influence,
          greatest: greatest(scores),
          logProbabilityMicro: scored.at(-1)?.logProbabilityMicro,
        },
      }),
      ...(unusable && 'unusable' in unusable && { influence: { unusable: unusable.unusable } }),
      ...(citations && { citations: { ...citations.evidence, scores: greatest(citations.scores) } }),
      units: Object.fromEntries(units),
    },
  }
}

function greatest(scores: readonly { readonly commitment: string; readonly score: bigint }[]): object[] {
  return [...scores]
    .sort((a, b) => (a.score === b.score ? 0 : a.score > b.score ? -1 : 1))
    .slice(0, evidenceScores)
    .map(({ commitment, score }) => ({ commitment, score: String(score) }))
}
