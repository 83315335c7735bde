import { join } from 'node:path'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { type AdapterRow, adapterOfManifest } from '../training/adapterRows.ts'
import type { AttributionDeps } from './attributionDeps.ts'
import { type InfluenceOfCall, influenceOfCalls } from './influenceOfCalls.ts'
import type { AttributedModel, PendingCall } from './pendingCalls.ts'

/** The adapter that answered a call, when it is on this node, and what its training records did for the answer. */
export type FoundInfluence = {
  readonly adapter: AdapterRow | undefined
  /** undefined for a model that was not trained. */
  readonly influence: InfluenceOfCall | undefined
}

/**
 * Scores the training records of one model on its calls: none for a model that was not trained, none and why where
 * this node does not have the very adapter and index that the model is bound to.
 *
 * @param options.onFound awaited for each call, in order.
 * @throws TRAINER_* for failures that may pass
 */
export async function influenceOfModelCalls(
  deps: AttributionDeps,
  options: {
    readonly model: AttributedModel
    readonly calls: readonly PendingCall[]
    readonly signal: AbortSignal
    readonly onFound: (call: PendingCall, found: FoundInfluence) => Promise<void>
  },
): Promise<void> {
  const { model, calls, signal, onFound } = options
  const adapter = model.adapterHash === ZERO_HEX32 ? undefined : await adapterOf(deps, model)
  if (model.trainingVersions.length === 0 || !adapter) {
    const unusable = 'The adapter and its index are not on this node.'
    const influence = model.trainingVersions.length === 0 ? undefined : { unusable }
    for (const call of calls) await onFound(call, { adapter, influence })
    return
  }
  const onScored = async (call: PendingCall, influence: InfluenceOfCall) => onFound(call, { adapter, influence })
  await influenceOfCalls(deps, { adapterDir: join(deps.modelsDir, adapter.dir), calls, signal, onScored })
}

async function adapterOf(deps: AttributionDeps, model: AttributedModel): Promise<AdapterRow | undefined> {
  const row = await adapterOfManifest(deps.db, model.manifestHash)
  return row?.adapterHash === model.adapterHash && row.indexHash === model.indexHash ? row : undefined
}
