import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import type { ChannelState } from './channelState.ts'
import type { Decide, Step } from './step.ts'

/** A channel's steps, one after the other. */
export type Line = {
  /** What the tables have, as far as is known. */
  saved: ChannelState | undefined
  readonly waiting: Entry[]
  isBusy: boolean
  /** So many steps are written one at a time, since one of them could not be written. */
  alone: number
}

/** A step that somebody waits for. */
export type Entry = {
  readonly keyId: string
  readonly decide: Decide<unknown>
  readonly settle: (step: Step<unknown>) => void
  readonly reject: (error: unknown) => void
  tries: number
  /** The step as it was sent to the database when the answer was lost: it may be written, or still become so. */
  unsure: Step<unknown> | undefined
}

/** How often a step is sent to the database in all. */
export const TRIES = 4

/**
 * Puts steps that were not written, as far as is known, back to the line's front, to be decided again one by one. One
 * that was tried {@link TRIES} times by itself is given up.
 */
export function tryAgain(line: Line, entries: readonly Entry[], cause: unknown): void {
  line.alone = Math.max(line.alone, entries.length)
  const [first] = entries
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
