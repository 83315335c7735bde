import { join } from 'node:path'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { type AdapterRow, adapterOfManifest } from '../training/adapterRows.ts'
import type { AttributionDeps } from './attributionDeps.ts'
import { type InfluenceOfCall, influenceOfCalls, type UsedAdapter } from './influenceOfCalls.ts'
import type { CalledModel, PendingCall } from './pendingCalls.ts'

/** One of a call's models: its adapter, when it is on this node, and what its training records did for the answer. */
export type FoundInfluence = {
  readonly scale: number
  readonly adapter: AdapterRow | undefined
  /** undefined for a model that was not trained. */
  readonly influence: InfluenceOfCall | undefined
}

type Prepared = { readonly model: CalledModel; readonly adapter: AdapterRow | undefined }

/**
 * Scores the training records of one set of models on its calls: none for a model that was not trained, none and why
 * where this node does not have the very adapters and indexes that the models are bound to.
 *
 * @param options.models the same for all the calls
 * @param options.onFound awaited for each call, in order, with the models in theirs.
 * @throws TRAINER_* for failures that may pass
 */
export async function influenceOfModelCalls(
  deps: AttributionDeps,
  options: {
    readonly models: readonly CalledModel[]
    readonly calls: readonly PendingCall[]
    readonly signal: AbortSignal
    readonly onFound: (call: PendingCall, found: readonly FoundInfluence[]) => Promise<void>
  },
): Promise<void> {
  const { models, calls, signal, onFound } = options
  const prepared: Prepared[] = []
  for (const model of models) prepared.push({ model, adapter: await adapterOf(deps, model) })
  const isTrained = ({ model }: Prepared) => model.trainingVersions.length > 0
  const isMissing = prepared.some((one) => one.model.adapterHash !== ZERO_HEX32 && one.adapter === undefined)
  const unusable = { unusable: 'The adapter and its index are not on this node.' }
  const tell = (call: PendingCall, influenceOf: (one: Prepared) => InfluenceOfCall | undefined) =>
    onFound(
      call,
      prepared.map((one) => ({
        scale: one.model.scale,
        adapter: one.adapter,
        influence: isTrained(one) ? influenceOf(one) : undefined,
      })),
    )
  const last = prepared.findLast(isTrained)
  if (last === undefined || isMissing) {
    for (const call of calls) await tell(call, () => unusable)
    return
  }
  const found = new Map<string, InfluenceOfCall>()
  const keyOf = ({ model }: Prepared, callId: Hex32) => `${model.modelId}${callId}`
  for (const one of prepared.filter(isTrained)) {
    const onScored = async (call: PendingCall, influence: InfluenceOfCall) => {
      found.set(keyOf(one, call.callId), influence)
      // The last model's scores complete a call: it is told at once, so that a kill loses little.
      if (one === last) await tell(call, (other) => found.get(keyOf(other, call.callId)))
    }
    const others = prepared.filter((other) => other !== one)
    await influenceOfCalls(deps, {
      ...used(deps, one),
      others: others.flatMap((other) => (other.adapter ? [used(deps, other)] : [])),
      calls,
      signal,
      onScored,
    })
  }
}

function used({ modelsDir }: AttributionDeps, { model, adapter }: Prepared): UsedAdapter {
  return { adapterDir: join(modelsDir, adapter?.dir ?? ''), scale: model.scale }
}

async function adapterOf(deps: AttributionDeps, model: CalledModel): Promise<AdapterRow | undefined> {
  if (model.adapterHash === ZERO_HEX32) return undefined
  const row = await adapterOfManifest(deps.db, model.manifestHash)
  return row?.adapterHash === model.adapterHash && row.indexHash === model.indexHash ? row : undefined
}
