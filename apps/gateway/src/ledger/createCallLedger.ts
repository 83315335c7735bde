import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { advance, type LedgerTables } from './advance.ts'
import type { Line } from './line.ts'
import type { Decide, Step } from './step.ts'

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

/** Channels whose state is kept in memory. */
const CHANNELS_MAX = 10_000

/**
 * A ledger over the tables `channels`, `api_keys`, `calls` and `receipts` (ADR 27).
 *
 * It keeps the state of channels in memory and decides from there, so that a step costs one statement. The memory may
 * be wrong without harm: a step is written only if the tables have the very state that it was decided from (else it is
 * decided again), and a refusal counts only once the tables were asked.
 */
export function createCallLedger(tables: LedgerTables): CallLedger {
  const lines = new Map<Hash32, Line>()
  return {
    take: async <Result>(channelId: Hash32, keyId: string, decide: Decide<Result>) => {
      const line = lines.get(channelId) ?? { saved: undefined, waiting: [], isBusy: false, alone: 0 }
      // Last in the map: what was used longest ago goes first.
      lines.delete(channelId)
      lines.set(channelId, line)
      forgetIdle(lines)
      return new Promise<Result>((resolve, reject) => {
        // A step's result is its own decision's.
        const settle = (step: Step<unknown>) => resolve(step.result as Result)
        line.waiting.push({ keyId, decide, settle, reject, tries: 0, unsure: undefined })
        if (!line.isBusy) void work(channelId, line)
      })
    },
  }

  async function work(channelId: Hash32, line: Line): Promise<void> {
    line.isBusy = true
    while (line.waiting.length > 0) {
      try {
        await advance(tables, channelId, line)
      } catch (error) {
        line.saved = undefined
        line.alone = 0
        for (const entry of line.waiting.splice(0)) entry.reject(error)
      }
    }
    line.isBusy = false
  }
}

function forgetIdle(lines: Map<Hash32, Line>): void {
  if (lines.size <= CHANNELS_MAX) return
  for (const [channelId, { isBusy, waiting }] of lines) {
    if (lines.size <= CHANNELS_MAX) return
    if (!isBusy && waiting.length === 0) lines.delete(channelId)
  }
}
