import { spansOfCall } from '../spans/spansOfCall.ts'
import type { AttributionDeps } from './attributionDeps.ts'
import type { FoundInfluence } from './influenceOfModelCalls.ts'
import type { PendingCall } from './pendingCalls.ts'
import { scoresOfCall } from './scoresOfCall.ts'
import { storeAttribution } from './storeAttribution.ts'

/**
 * Weighs one call, finds what of its answer records have word for word, and stores both.
 *
 * @throws ENGINE_*, WEIGHTS_INPUT_INVALID
 */
export async function attributeCall(
  deps: AttributionDeps,
  call: PendingCall,
  found: readonly FoundInfluence[],
): Promise<void> {
  const scores = await scoresOfCall(deps, call, found)
  const evidence = { ...scores.evidence, spans: await spansOfCall(deps, call) }
  await storeAttribution(deps.db, call.callId, { ...scores, evidence })
}
