import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import { createFairQueue } from './createFairQueue.ts'

/** How many calls are let in. */
export type AdmissionOptions = {
  /** Calls that are worked on side by side: as many as the engine answers at once. */
  readonly concurrent: number
  /** Calls that wait at most, of all payers together. */
  readonly waiting: number
}

/** Lets calls in. */
export type Admission = {
  /**
   * Waits for a turn.
   *
   * @param payer - whose turn it is to be: payers take turns
   * @param cost - about how much work it is, in tokens
   * @param signal - aborted when nobody wants it any more
   * @returns to be called once the call has ended
   * @throws GATEWAY_OVERLOADED; the signal's reason
   */
  readonly enter: (payer: string, cost: number, signal: AbortSignal) => Promise<() => void>
  /**
   * Waits for a further turn for what was let in already. It is not refused, and the payer's calls that are yet to be
   * let in wait behind it.
   *
   * @throws the signal's reason
   */
  readonly goOn: (payer: string, cost: number, signal: AbortSignal) => Promise<() => void>
  readonly waiting: () => number
}

/** A queue that has not been empty for so long stands: more comes than is done. */
const STANDING_MS = 1_000
/** A call that comes while the queue does not stand waits so long at most: a burst is worked off. */
const PATIENCE_MS = 60_000
/** One that comes while it stands waits for so many calls' mean time at most, but not less than this. */
const PATIENCE_CALLS = 1.5
const PATIENCE_LEAST_MS = 250
/** Weight of the latest call in the mean of their times. */
const LATEST = 0.1

type Waiting = { readonly start: () => void; readonly refuse: (reason: unknown) => void }

/**
 * Keeps the work within what the engine does, so that a call which is let in is answered as soon as at other times, and
 * what is too much is refused at once, with the time after which to come again.
 *
 * Payers take turns by the cost of their calls. Whoever comes to a queue that stands has little patience (CoDel for
 * servers, B. Maurer 2015): a burst is queued, a lasting surplus is turned away.
 */
export function createAdmission({ concurrent, waiting: most }: AdmissionOptions): Admission {
  const queue = createFairQueue<Waiting>()
  let active = 0
  /** How many of those that wait go on with something. */
  let goingOn = 0
  /** Since when calls have been waiting without a pause. */
  let standing_ms: number | undefined
  /** Mean time of a call, once let in. */
  let mean_ms = 0

  const overloaded = (): OpenLedgerError => {
    const retryAfter_s = Math.max(1, Math.ceil(((queue.size() + 1) * mean_ms) / concurrent / 1000))
    const message = 'The gateway has more calls than it can answer.'
    return new OpenLedgerError(gatewayErrors.GATEWAY_OVERLOADED, message, { details: { retryAfter_s } })
  }
  const begin = (): (() => void) => {
    active += 1
    const begun = performance.now()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      const took_ms = performance.now() - begun
      mean_ms = mean_ms === 0 ? took_ms : mean_ms + LATEST * (took_ms - mean_ms)
      active -= 1
      if (active < concurrent) queue.shift()?.start()
      if (queue.size() === 0) standing_ms = undefined
    }
  }
  const patience = (): number => {
    const now = performance.now()
    standing_ms ??= now
    if (now - standing_ms < STANDING_MS) return PATIENCE_MS
    return Math.max(PATIENCE_LEAST_MS, PATIENCE_CALLS * mean_ms)
  }

  const takeFree = (payer: string, cost: number): (() => void) | undefined => {
    if (active >= concurrent || queue.size() > 0) return undefined
    queue.charge(payer, cost)
    return begin()
  }
  /** @param put puts it into the queue */
  const wait = async (payer: string, signal: AbortSignal, put: (one: Waiting) => void, patience_ms?: number) =>
    new Promise<() => void>((resolve, reject) => {
      const leave = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', abort)
      }
      const refuse = (reason: unknown) => {
        leave()
        queue.remove(payer, waiting)
        if (queue.size() === 0) standing_ms = undefined
        reject(reason)
      }
      const start = () => {
        leave()
        resolve(begin())
      }
      const waiting: Waiting = { start, refuse }
      const abort = () => refuse(signal.reason)
      const timer = patience_ms === undefined ? undefined : setTimeout(() => refuse(overloaded()), patience_ms)
      signal.addEventListener('abort', abort, { once: true })
      put(waiting)
    })

  return {
    enter: async (payer, cost, signal) => {
      signal.throwIfAborted()
      const exit = takeFree(payer, cost)
      if (exit !== undefined) return exit
      if (queue.size() - goingOn >= most) {
        const evicted = queue.evict(payer)
        if (evicted === undefined) throw overloaded()
        evicted.refuse(overloaded())
      }
      return wait(payer, signal, (waiting) => queue.push(payer, cost, waiting), patience())
    },
    goOn: async (payer, cost, signal) => {
      signal.throwIfAborted()
      const exit = takeFree(payer, cost)
      if (exit !== undefined) return exit
      goingOn += 1
      const turn = wait(payer, signal, (waiting) => queue.pushBegun(payer, cost, waiting))
      return turn.finally(() => {
        goingOn -= 1
      })
    },
    waiting: queue.size,
  }
}
