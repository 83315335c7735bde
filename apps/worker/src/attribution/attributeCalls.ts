import { join } from 'node:path'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import type { Database } from '@openledger/db/database.ts'
import { type AdapterRow, adapterOfManifest } from '../training/adapterRows.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import { attributeCall } from './attributeCall.ts'
import { type InfluenceOfCall, influenceOfCalls } from './influenceOfCalls.ts'
import { type AttributedModel, type PendingCall, pendingCalls } from './pendingCalls.ts'

/** Calls in one trainer process: its start costs seconds, its calls tenths. */
const callsPerBatch = 256

/**
 * Attributes the calls that have a receipt and no attribution: influence in one trainer process for each adapter,
 * citations by the engine. Each call is stored as soon as it is weighed; a kill loses at most the batch's rest.
 *
 * @param options.epoch only calls of this epoch.
 * @returns how many calls were attributed.
 * @throws TRAINER_*, ENGINE_*: calls stay pending
 */
export async function attributeCalls(deps: WorkerDeps, options: AttributeOptions): Promise<number> {
  const before = running.get(deps.db) ?? Promise.resolve()
  const run = before.then(async () => attributePending(deps, options))
  running.set(deps.db, run.then(noop, noop))
  return run
}

type AttributeOptions = { readonly epoch?: bigint; readonly signal: AbortSignal }

/** One run at a time for each database: a second one would score the same calls again. */
const running = new WeakMap<Database, Promise<void>>()
const noop = () => undefined

async function attributePending(deps: WorkerDeps, options: AttributeOptions): Promise<number> {
  let attributed = 0
  for (;;) {
    options.signal.throwIfAborted()
    const pending = await pendingCalls(deps.db, { ...options, limit: callsPerBatch })
    if (pending.length === 0) return attributed
    for (const calls of groupByModel(pending)) {
      const [first] = calls
      if (first) await attributeModelCalls(deps, first.model, calls, options.signal)
      attributed += calls.length
    }
  }
}

async function attributeModelCalls(
  deps: WorkerDeps,
  model: AttributedModel,
  calls: readonly PendingCall[],
  signal: AbortSignal,
): Promise<void> {
  const adapter = model.adapterHash === ZERO_HEX32 ? undefined : await adapterOf(deps, model)
  if (model.trainingVersions.length === 0 || !adapter) {
    const why = model.trainingVersions.length === 0 ? undefined : 'The adapter and its index are not on this node.'
    for (const call of calls)
      await attributeCall(deps, call, { adapter, influence: why ? { unusable: why } : undefined })
    return
  }
  const store = async (call: PendingCall, influence: InfluenceOfCall) =>
    attributeCall(deps, call, { adapter, influence })
  await influenceOfCalls(deps, { adapterDir: join(deps.modelsDir, adapter.dir), calls, signal, onScored: store })
}

/** The adapter that a model is bound to, when this node has the very one. */
async function adapterOf(deps: WorkerDeps, model: AttributedModel): Promise<AdapterRow | undefined> {
  const row = await adapterOfManifest(deps.db, model.manifestHash)
  return row?.adapterHash === model.adapterHash && row.indexHash === model.indexHash ? row : undefined
}

function groupByModel(calls: readonly PendingCall[]): PendingCall[][] {
  const groups = new Map<Hex32, PendingCall[]>()
  for (const call of calls) groups.set(call.model.modelId, [...(groups.get(call.model.modelId) ?? []), call])
  return [...groups.values()]
}
