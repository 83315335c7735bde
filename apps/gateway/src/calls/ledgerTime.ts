import type { GatewayDeps } from '../gatewayDeps.ts'

/** Tells the time that receipts and prices go by, in Unix seconds. */
export type LedgerTime = () => Promise<number>

/**
 * The later of this machine's clock and the chain's newest block. A development chain's time can be moved ahead; what
 * holds on chain must then hold for calls too. The chain is asked once a second at most; while it is out of reach its
 * last known lead over this clock is kept.
 */
export function createLedgerTime({ chain, clock }: Pick<GatewayDeps, 'chain' | 'clock'>): LedgerTime {
  let lead_s = 0
  let asked_ms = Number.NEGATIVE_INFINITY
  return async () => {
    if (clock.now() - asked_ms >= 1000) {
      asked_ms = clock.now()
      const newest = await chain.newestBlockTime().catch(() => undefined)
      if (newest !== undefined) lead_s = Math.max(0, newest - Math.floor(clock.now() / 1000))
    }
    return Math.floor(clock.now() / 1000) + lead_s
  }
}
