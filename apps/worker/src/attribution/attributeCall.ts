import type { AttributionDeps } from './attributionDeps.ts'
import type { FoundInfluence } from './influenceOfModelCalls.ts'
import type { PendingCall } from './pendingCalls.ts'
import { scoresOfCall } from './scoresOfCall.ts'
import { storeAttribution } from './storeAttribution.ts'

/**
 * Weighs one call and stores its attribution.
 *
 * @throws ENGINE_*, WEIGHTS_INPUT_INVALID
 */
export async function attributeCall(deps: AttributionDeps, call: PendingCall, found: FoundInfluence): Promise<void> {
  await storeAttribution(deps.db, call.callId, await scoresOfCall(deps, call, found))
}
