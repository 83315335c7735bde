import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { runTrainerJob } from '../trainer/runTrainerJob.ts'
import { trainerErrors } from '../trainer/trainerErrors.ts'
import type { InfluenceEvent } from '../trainer/trainerEvents.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import type { PendingCall } from './pendingCalls.ts'

/** Influence of the training records on an answer, or why there can be none. */
export type InfluenceOfCall =
  | {
      readonly indexHash: Hex32
      /** In 1e-6 of the index's unit, as the scores. */
      readonly threshold: bigint
      readonly scores: readonly { readonly commitment: Hex32; readonly score: bigint }[]
      readonly logProbabilityMicro: number
    }
  | { readonly unusable: string }

/** Failures that another try won't mend: the index is not that of this adapter, code or base model. */
const unusableIndex: ReadonlySet<string> = new Set([
  trainerErrors.TRAINER_INDEX_MISMATCH.code,
  trainerErrors.TRAINER_INDEX_CORRUPT.code,
  trainerErrors.TRAINER_FILE_MISSING.code,
  trainerErrors.TRAINER_BASE_MISMATCH.code,
])

/** Failures of one query. */
const refusedQuery: ReadonlySet<string> = new Set([
  trainerErrors.TRAINER_QUERY_TOO_LONG.code,
  trainerErrors.TRAINER_QUERY_EMPTY.code,
])

/** An adapter that took part in an answer: its folder, and the factor on it. */
export type UsedAdapter = { readonly adapterDir: string; readonly scale: number }

/** What influence is measured on: what the model was given and what it answered. */
export type ScoredCall = Pick<PendingCall, 'callId' | 'answer'> & {
  readonly request: Pick<PendingCall['request'], 'prompt'>
}

/** What it takes. */
type InfluenceDeps = Pick<WorkerDeps, 'trainer' | 'baseModel' | 'logger'>

/**
 * Scores the training records on many answers of one adapter, in one trainer process.
 *
 * @param options.others adapters that answered together with it, in the order of the receipt.
 * @param options.onScored awaited for each call, in order.
 * @throws TRAINER_* for failures that may pass; with an unusable index every call is told so instead.
 */
export async function influenceOfCalls<Call extends ScoredCall>(
  deps: InfluenceDeps,
  options: UsedAdapter & {
    readonly others: readonly UsedAdapter[]
    readonly calls: readonly Call[]
    readonly signal: AbortSignal
    readonly onScored: (call: Call, influence: InfluenceOfCall) => Promise<void>
  },
): Promise<void> {
  const open = new Map(options.calls.map((call) => [call.callId as string, call]))
  const told = async (call: Call, influence: InfluenceOfCall) => {
    await options.onScored(call, influence)
    open.delete(call.callId)
  }
  while (open.size > 0) {
    try {
      await scoreOpen(deps, options, open, told)
    } catch (error) {
      const known = OpenLedgerError.find(error)
      if (!known) throw error
      const all = [...open.values()]
      // The trainer's message names the query that it refused.
      const named = refusedQuery.has(known.code) ? all.filter(({ callId }) => known.message.includes(callId)) : []
      const refused = unusableIndex.has(known.code) ? all : named
      if (refused.length === 0) throw error
      deps.logger.warn({ code: known.code, calls: refused.length }, 'calls without influence pay the pool')
      for (const call of refused) await told(call, { unusable: `${known.code}: ${known.message}` })
    }
  }
}

async function scoreOpen<Call extends ScoredCall>(
  deps: InfluenceDeps,
  options: UsedAdapter & { readonly others: readonly UsedAdapter[]; readonly signal: AbortSignal },
  open: ReadonlyMap<string, Call>,
  told: (call: Call, influence: InfluenceOfCall) => Promise<void>,
): Promise<void> {
  await runTrainerJob(
    {
      kind: 'influence',
      baseGguf: deps.baseModel.file,
      adapterDir: options.adapterDir,
      scale: options.scale,
      others: [...options.others],
      queries: [...open.values()].map(({ callId, request, answer }) => ({
        id: callId,
        messages: request.prompt,
        answer,
      })),
    },
    {
      trainer: deps.trainer,
      signal: options.signal,
      logger: deps.logger,
      onEvent: async (event) => {
        const call = event.type === 'influence' ? open.get(event.id) : undefined
        if (call && event.type === 'influence') await told(call, toInfluence(event))
      },
    },
  )
}

function toInfluence(event: InfluenceEvent): InfluenceOfCall {
  return {
    indexHash: event.indexHash,
    threshold: BigInt(event.thresholdMicro),
    scores: event.scores.map(({ commitment, score }) => ({ commitment, score: BigInt(score) })),
    logProbabilityMicro: event.logProbabilityMicro,
  }
}
