import { setTimeout as sleep } from 'node:timers/promises'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import type { RunStatement } from '@openledger/db/runStatement.ts'
import { gatewayErrors } from '../errors.ts'
import { type ChannelState, withKey } from './channelState.ts'
import { type Entry, type Line, tryAgain } from './line.ts'
import { isStepWritten, readChannel, readKey } from './readChannel.ts'
import type { Step, StepWrites } from './step.ts'
import { isUndone, writeSteps } from './writeSteps.ts'

/** What a ledger stands on. */
export type LedgerTables = { readonly db: Database; readonly run: RunStatement }

/** Steps that are written together at most. */
const BATCH_MAX = 64
/** Keys of a channel that are kept with it. */
const KEYS_MAX = 1_000
/** How long a database that did not answer is left alone. */
const PAUSE_MS = 100

/**
 * Decides as many of a line's steps as go together, and writes them in one statement.
 *
 * A step is refused only by the state that the tables have. When the database refuses the statement, nothing of it was
 * written and its steps are decided again; when its answer is lost, they are looked up first.
 *
 * @throws CALL_NO_CHANNEL, and what reading the tables throws; the steps still wait then
 */
export async function advance({ db, run }: LedgerTables, channelId: Hash32, line: Line): Promise<void> {
  const { decided, before, after, isDoubted } = await decideSteps(db, channelId, line)
  const writes = decided.map(({ step }) => step.writes).filter(isAny)
  line.saved = undefined
  try {
    if (writes.length > 0) await writeSteps(run, before, after, writes)
  } catch (error) {
    if (!isUndone(error)) {
      for (const { entry, step } of decided) entry.unsure = step
      await sleep(PAUSE_MS)
    }
    const entries = decided.map(({ entry }) => entry)
    tryAgain(line, entries, error)
    return
  }
  line.alone = Math.max(0, line.alone - decided.length)
  if (!isDoubted && after.keys.size <= KEYS_MAX) line.saved = after
  for (const { entry, step } of decided) entry.settle(step)
}

type Decided = {
  readonly decided: readonly { readonly entry: Entry; readonly step: Step<unknown> }[]
  readonly before: ChannelState
  readonly after: ChannelState
  /** A step was refused by a state that the tables may not have: they are to be asked. */
  readonly isDoubted: boolean
}

/** Takes steps off the line. Those that the tables' own state refuses are told so. */
async function decideSteps(db: Database, channelId: Hash32, line: Line): Promise<Decided> {
  const isFresh = line.saved === undefined
  let before = line.saved ?? (await readChannel(db, channelId))
  if (before === undefined) {
    throw new OpenLedgerError(gatewayErrors.CALL_NO_CHANNEL, `The channel ${channelId} is not on chain.`)
  }
  let after = before
  const decided: { readonly entry: Entry; readonly step: Step<unknown> }[] = []
  const most = line.alone > 0 ? 1 : BATCH_MAX
  for (let entry = line.waiting[0]; entry !== undefined && decided.length < most; entry = line.waiting[0]) {
    const { unsure } = entry
    if (unsure !== undefined && decided.length > 0) break
    if (unsure !== undefined && (await isStepWritten(db, unsure.writes))) {
      line.waiting.shift()
      line.alone = Math.max(0, line.alone - 1)
      entry.settle(unsure)
      continue
    }
    try {
      if (!after.keys.has(entry.keyId)) {
        const key = await readKey(db, entry.keyId)
        if (key !== undefined) [before, after] = [withKey(before, key), withKey(after, key)]
      }
      const step = await entry.decide(after, !decided.some((one) => isAny(one.step.writes)))
      if (step === undefined && decided.length > 0) break
      if (step === undefined) throw new Error('A step was not decided although the tables have its state.')
      decided.push({ entry, step })
      after = step.state
      line.waiting.shift()
    } catch (error) {
      if (!isFresh || decided.length > 0) return { decided, before, after, isDoubted: true }
      line.waiting.shift()
      entry.reject(error)
    }
  }
  return { decided, before, after, isDoubted: false }
}

function isAny(writes: StepWrites): boolean {
  return Object.keys(writes).length > 0
}
