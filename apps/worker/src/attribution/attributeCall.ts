import { join } from 'node:path'
import { METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'
import type { AdapterRow } from '../training/adapterRows.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import { attributionRules } from './attributionRules.ts'
import { citationsOfCall } from './citationsOfCall.ts'
import { datanetsOf } from './datanetsOf.ts'
import { documentsOfCall } from './documentsOfCall.ts'
import type { InfluenceOfCall } from './influenceOfCalls.ts'
import type { PendingCall } from './pendingCalls.ts'
import { storeAttribution } from './storeAttribution.ts'
import { unitsOf } from './unitsOf.ts'

/** Scores that the evidence keeps: the greatest, for a person to see. */
const evidenceScores = 8

/**
 * Weighs one call and stores its attribution: influence as measured, citations measured here, near-duplicates as one.
 *
 * @param found.adapter the call's adapter, when it is here.
 * @param found.influence undefined for a model that was not trained.
 * @throws ENGINE_*, ATTRIBUTION_*
 */
export async function attributeCall(
  deps: WorkerDeps,
  call: PendingCall,
  found: { readonly adapter: AdapterRow | undefined; readonly influence: InfluenceOfCall | undefined },
): Promise<void> {
  const { adapter, influence } = found
  const adapters: AdapterRef[] = adapter
    ? [{ id: adapter.adapterHash, path: join(deps.modelsDir, adapter.dir, 'adapter.gguf') }]
    : []
  const citations =
    call.retrieved.length > 0
      ? await citationsOfCall(
          deps,
          { ...call, documents: await documentsOfCall(deps.db, call) },
          adapters,
          attributionRules.citationThreshold,
        )
      : undefined
  const scored = influence !== undefined && 'scores' in influence ? influence : undefined
  const commitments = [...(scored?.scores ?? []), ...(citations?.scores ?? [])].map(({ commitment }) => commitment)
  const used = [...call.model.trainingVersions, ...call.retrieved.map(({ versionRoot }) => versionRoot)]
  const datanets = await datanetsOf(deps.db, used.length > 0 ? used : call.model.retrievalVersions)
  await storeAttribution(
    deps.db,
    call.callId,
    {
      influence: scored && { indexHash: scored.indexHash, threshold: scored.threshold, scores: scored.scores },
      citations: citations && { threshold: attributionRules.citationThreshold, scores: citations.scores },
      sharePpm: citations?.sharePpm ?? 1_000_000,
      units: await unitsOf(deps.db, [
        ...new Set([...commitments, ...call.retrieved.map(({ commitment }) => commitment)]),
      ]),
      datanets: [...new Set(datanets.values())],
      evidence: {
        ...(scored && {
          influence: {
            method: METHOD.influence,
            greatest: greatest(scored.scores),
            logProbabilityMicro: scored.logProbabilityMicro,
          },
        }),
        ...(influence && 'unusable' in influence && { influence: { unusable: influence.unusable } }),
        ...(citations && { citations: { ...citations.evidence, scores: greatest(citations.scores) } }),
      },
    },
    attributionRules.exponent,
  )
}

function greatest(scores: readonly { readonly commitment: string; readonly score: bigint }[]): object[] {
  return [...scores]
    .sort((a, b) => (a.score === b.score ? 0 : a.score > b.score ? -1 : 1))
    .slice(0, evidenceScores)
    .map(({ commitment, score }) => ({ commitment, score: String(score) }))
}
