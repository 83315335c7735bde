import type { Database } from '@openledger/db/database.ts'
import { attributeCall } from './attributeCall.ts'
import type { AttributionDeps } from './attributionDeps.ts'
import { type FoundInfluence, influenceOfModelCalls } from './influenceOfModelCalls.ts'
import { type PendingCall, pendingCalls } from './pendingCalls.ts'

/** Calls in one trainer process: its start costs seconds, its calls tenths. */
const callsPerBatch = 256

/**
 * Attributes the calls that have a receipt and no attribution: influence in one trainer process for each adapter of a set of models,
 * citations by the engine. Each call is stored as soon as it is weighed; a kill loses at most the batch's rest.
 *
 * @param options.epoch only calls of this epoch.
 * @returns how many calls were attributed.
 * @throws TRAINER_*, ENGINE_*: calls stay pending
 */
export async function attributeCalls(deps: AttributionDeps, options: AttributeOptions): Promise<number> {
  const before = running.get(deps.db) ?? Promise.resolve()
  const run = before.then(async () => attributePending(deps, options))
  running.set(deps.db, run.then(noop, noop))
  return run
}

type AttributeOptions = { readonly epoch?: bigint; readonly signal: AbortSignal }

/** One run at a time for each database: a second one would score the same calls again. */
const running = new WeakMap<Database, Promise<void>>()
const noop = () => undefined

async function attributePending(deps: AttributionDeps, options: AttributeOptions): Promise<number> {
  let attributed = 0
  for (;;) {
    options.signal.throwIfAborted()
    const pending = await pendingCalls(deps.db, { ...options, limit: callsPerBatch })
    if (pending.length === 0) return attributed
    for (const calls of groupByModels(pending)) {
      const [first] = calls
      if (first) {
        const onFound = async (call: PendingCall, found: readonly FoundInfluence[]) => attributeCall(deps, call, found)
        await influenceOfModelCalls(deps, { models: first.models, calls, signal: options.signal, onFound })
      }
      attributed += calls.length
    }
  }
}

function groupByModels(calls: readonly PendingCall[]): PendingCall[][] {
  const groups = new Map<string, PendingCall[]>()
  for (const call of calls) {
    const key = call.models.map(({ modelId, scale }) => `${modelId}*${scale}`).join('+')
    groups.set(key, [...(groups.get(key) ?? []), call])
  }
  return [...groups.values()]
}
