import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import type { RunStatement } from '@openledger/db/runStatement.ts'
import { gatewayErrors } from '../errors.ts'
import { type ChannelState, withKey } from './channelState.ts'
import { readChannel, readKey } from './readChannel.ts'
import type { Decide, Step } from './step.ts'
import { isUndone, writeSteps } from './writeSteps.ts'

/** Brings channels from state to state, one step after the other. */
export type CallLedger = {
  /**
   * Takes a step on a channel and one of its keys. Steps of one channel are decided in the order in which they were
   * asked for; those that wait while others are written are written together.
   *
   * @returns once the step is durable
   * @throws what `decide` throws, asked with the tables' own state; CALL_NO_CHANNEL; the database's errors
   */
  readonly take: <Result>(channelId: Hash32, keyId: string, decide: Decide<Result>) => Promise<Result>
}

/** Steps that are written together at most. */
const BATCH_MAX = 64
/** How often a step is decided again because the tables had another state than the one it was decided from. */
const TRIES = 4
/** Keys of a channel that are kept with it. */
const KEYS_MAX = 1_000
/** Channels whose state is kept in memory. */
const CHANNELS_MAX = 10_000

/**
 * A ledger over the tables `channels`, `api_keys`, `calls` and `receipts`.
 *
 * It keeps the state of channels in memory and decides from there, so that a step costs one statement. The memory may
 * be wrong without harm: a step is written only if the tables have the very state that it was decided from (else it is
 * decided again), and a refusal counts only once the tables were asked.
 */
export function createCallLedger({ db, run }: { readonly db: Database; readonly run: RunStatement }): CallLedger {
  const lines = new Map<Hash32, Line>()
  return {
    take: async <Result>(channelId: Hash32, keyId: string, decide: Decide<Result>) => {
      const line = lines.get(channelId) ?? { saved: undefined, waiting: [], isBusy: false, alone: 0 }
      // Last in the map: what was used longest ago goes first.
      lines.delete(channelId)
      lines.set(channelId, line)
      forgetIdle(lines)
      return new Promise<Result>((resolve, reject) => {
        const settle = (step: Step<unknown>) => resolve(step.result as Result)
        line.waiting.push({ keyId, decide, settle, reject, tries: 0 })
        if (!line.isBusy) void work(channelId, line)
      })
    },
  }

  async function work(channelId: Hash32, line: Line): Promise<void> {
    line.isBusy = true
    while (line.waiting.length > 0) {
      try {
        await advance(channelId, line)
      } catch (error) {
        line.saved = undefined
        for (const entry of line.waiting.splice(0)) entry.reject(error)
      }
    }
    line.isBusy = false
  }

  /** Decides and writes as many of the waiting steps as go together. */
  async function advance(channelId: Hash32, line: Line): Promise<void> {
    const isFresh = line.saved === undefined
    let saved = line.saved ?? (await readChannel(db, channelId))
    if (saved === undefined) {
      throw new OpenLedgerError(gatewayErrors.CALL_NO_CHANNEL, `The channel ${channelId} is not on chain.`)
    }
    const most = line.alone > 0 ? 1 : BATCH_MAX
    const decided: { readonly entry: Entry; readonly step: Step<unknown> }[] = []
    let state = saved
    let isDoubted = false
    for (let entry = line.waiting[0]; entry !== undefined && decided.length < most; entry = line.waiting[0]) {
      try {
        if (!state.keys.has(entry.keyId)) {
          const key = await readKey(db, entry.keyId)
          if (key !== undefined) [saved, state] = [withKey(saved, key), withKey(state, key)]
        }
        const step = await entry.decide(state, decided.length === 0)
        if (step === undefined && decided.length > 0) break
        if (step === undefined) throw new Error('A step was not decided although the tables have its state.')
        decided.push({ entry, step })
        state = step.state
        line.waiting.shift()
      } catch (error) {
        isDoubted = !isFresh || decided.length > 0
        if (isDoubted) break
        line.waiting.shift()
        entry.reject(error)
      }
    }
    line.saved = undefined
    const writes = decided.map(({ step }) => step.writes)
    try {
      if (state !== saved) await writeSteps(run, saved, state, writes)
    } catch (error) {
      if (!isUndone(error)) {
        for (const { entry } of decided) entry.reject(error)
        return
      }
      const entries = decided.map(({ entry }) => entry)
      again(line, entries, error)
      return
    }
    if (line.alone > 0) line.alone -= decided.length
    if (!isDoubted && state.keys.size <= KEYS_MAX) line.saved = state
    for (const { entry, step } of decided) entry.settle(step)
  }
}

/** A channel's steps in order. */
type Line = {
  /** What the tables have, as far as is known. */
  saved: ChannelState | undefined
  readonly waiting: Entry[]
  isBusy: boolean
  /** So many steps are written one at a time, since one of them could not be written. */
  alone: number
}

type Entry = {
  readonly keyId: string
  readonly decide: Decide<unknown>
  readonly settle: (step: Step<unknown>) => void
  readonly reject: (error: unknown) => void
  tries: number
}

/** Nothing of these steps was written: each is decided again, by itself, from what the tables have. */
function again(line: Line, entries: readonly Entry[], cause: unknown): void {
  const [first] = entries
  line.alone = Math.max(line.alone, entries.length)
  if (first !== undefined && entries.length === 1) {
    first.tries += 1
    if (first.tries === TRIES) {
      line.alone -= 1
      const message = 'A call could not be written to the books.'
      first.reject(new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, message, { cause }))
      return
    }
  }
  line.waiting.unshift(...entries)
}

function forgetIdle(lines: Map<Hash32, Line>): void {
  if (lines.size <= CHANNELS_MAX) return
  for (const [channelId, { isBusy, waiting }] of lines) {
    if (lines.size <= CHANNELS_MAX) return
    if (!isBusy && waiting.length === 0) lines.delete(channelId)
  }
}
