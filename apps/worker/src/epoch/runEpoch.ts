import type { BuiltEpoch } from '@openledger/core/epoch/buildEpoch.ts'
import { epochSchema } from '@openledger/core/epoch/epoch.ts'
import { publishEpoch } from '@openledger/core/epoch/publishEpoch.ts'
import { attributeCalls } from '../attribution/attributeCalls.ts'
import type { WorkerDeps } from '../workerDeps.ts'
import { deriveEpoch, storeEpoch } from './buildStoredEpoch.ts'
import { closeEpoch } from './closeEpoch.ts'
import { collectEpoch } from './collectEpoch.ts'
import { type EpochRow, readEpoch, writeEpoch } from './epochRow.ts'
import { postEpoch } from './postEpoch.ts'

/**
 * Takes an epoch from wherever it stands to its post: close, attribute, collect, build, publish, post. Each step looks
 * at what is there first, so a kill at any line and another run give the same epoch, once.
 *
 * @param onStatus told each status that is reached.
 * @throws EPOCH_*, ATTRIBUTE_*, CHAIN_*, TRAINER_*
 */
export async function runEpoch(
  deps: WorkerDeps,
  number: bigint,
  options: { readonly signal: AbortSignal; readonly onStatus?: (status: EpochRow['status']) => Promise<void> },
): Promise<EpochRow> {
  const reached = deps.reached ?? (() => {})
  deps.chain.assertSound?.()
  reached('before close')
  await closeEpoch(deps.db, number)
  reached('after close')
  const memory: Memory = {}
  for (;;) {
    options.signal.throwIfAborted()
    const row = await readEpoch(deps.db, number)
    await options.onStatus?.(row.status)
    const next = await step({ deps, row, reached, signal: options.signal, memory })
    if (next === undefined) return row
    await writeEpoch(deps.db, number, { error: null, ...next })
    reached(`after ${row.status}`)
  }
}

/** What one step hands to the next inside a process; after a kill it is derived again, to the same bytes. */
type Memory = { built?: BuiltEpoch }

type Step = {
  readonly deps: WorkerDeps
  readonly row: EpochRow
  readonly reached: (point: string) => void
  readonly signal: AbortSignal
  readonly memory: Memory
}

/** Does the work of a status and answers what to change in the row; undefined when nothing is left to do. */
async function step({ deps, row, reached, signal, memory }: Step): Promise<Partial<EpochRow> | undefined> {
  const { number } = row
  switch (row.status) {
    case 'open':
    case 'attributing':
      await attributeCalls(deps, { epoch: number, signal })
      reached('attributed')
      return { status: 'collecting' }
    case 'collecting':
      await collectEpoch(deps.db, deps.chain, number)
      reached('collected')
      return { status: 'building' }
    case 'building':
      memory.built = await deriveEpoch(deps, number)
      reached('derived')
      return { status: 'publishing' }
    case 'publishing': {
      if (row.epoch === null) {
        const built = memory.built ?? (await deriveEpoch(deps, number))
        await publishEpoch(built, deps.dataStore)
        reached('published')
        await storeEpoch(deps, built)
        reached('stored')
        return {}
      }
      const posted = await postEpoch(deps.chain, epochSchema.parse(row.epoch))
      reached('on chain')
      return { status: 'posted', postedAt: toDate(posted.postedAt), finalizesAt: toDate(posted.finalizesAt) }
    }
    case 'posted':
    case 'final':
    case 'failed':
      return undefined
  }
}

function toDate(time_s: bigint): Date {
  return new Date(Number(time_s) * 1000)
}
