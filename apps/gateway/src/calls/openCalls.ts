import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'

/** Calls that are being answered now. */
export type OpenCalls = {
  /**
   * Lets a call in.
   * @returns to be called when it is tracked or will not be
   * @throws GATEWAY_STOPPING once the gateway is closing
   */
  readonly enter: () => () => void
  /** Keeps track of a call until it has settled or failed. */
  readonly track: (work: Promise<unknown>) => void
  /** Aborted (GATEWAY_STOPPING) when calls have had all the time there is: what is still open ends now. */
  readonly cut: AbortSignal
  /**
   * Lets no more calls in, and resolves when none is left.
   * @param options.patience_ms after so long the open ones are cut
   */
  readonly drain: (options: { readonly patience_ms: number }) => Promise<void>
  readonly count: () => number
}

/** Seconds after which a caller may expect the gateway back. */
const AWAY_s = 5

const stopping = (message: string) =>
  new OpenLedgerError(gatewayErrors.GATEWAY_STOPPING, message, { details: { retryAfter_s: AWAY_s } })

/** An empty register of open calls. */
export function createOpenCalls(): OpenCalls {
  const open = new Set<Promise<unknown>>()
  const cut = new AbortController()
  let isClosing = false
  const track = (work: Promise<unknown>) => {
    const settled = work.catch(() => {}).finally(() => open.delete(settled))
    open.add(settled)
  }
  return {
    enter: () => {
      if (isClosing) throw stopping('The gateway takes no more calls.')
      const { promise, resolve } = Promise.withResolvers<void>()
      track(promise)
      return resolve
    },
    track,
    cut: cut.signal,
    drain: async ({ patience_ms }) => {
      isClosing = true
      const timer = setTimeout(
        () => cut.abort(stopping('The gateway was stopped before the call had its turn.')),
        patience_ms,
      )
      while (open.size > 0) await Promise.all(open)
      clearTimeout(timer)
    },
    count: () => open.size,
  }
}
