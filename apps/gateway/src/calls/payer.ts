import type { KeyOwner } from '../auth/findKey.ts'
import type { LedgerServices } from '../gatewayServices.ts'
import type { PreparedCall } from './prepareCall.ts'
import type { RateVerdict } from './rateLimit.ts'
import type { Idempotency } from './readIdempotency.ts'
import { type OpenedCalls, reserveCalls } from './reserveCalls.ts'

/** Who pays for one request: an API key's channel, or a wallet by x402. */
export type Payer = {
  /** Whose turn it is to be. */
  readonly account: string
  /** The request's name, under which it makes no second call. */
  readonly idempotency: Idempotency | undefined
  /**
   * Takes the money for the call, where it is not there already, then has `turn` wait for the turn of whoever paid: a
   * payment takes as long as a block, in which others are served.
   * @returns what `turn` gave
   */
  readonly pay?: (
    prepared: readonly PreparedCall[],
    turn: (account: string) => Promise<() => void>,
  ) => Promise<() => void>
  /** Sets aside the most that the calls can cost. @throws what reserveCalls throws, X402_* */
  readonly reserve: (prepared: readonly PreparedCall[], onRate: (verdict: RateVerdict) => void) => Promise<OpenedCalls>
  /** Told when one of the reserved calls has ended. */
  readonly onEnd: () => void
  /** Told when the request is over: what was held for a call that was not reserved is free again. */
  readonly leave: () => void
}

/** The owner of an API key as a payer. */
export function keyPayer(services: LedgerServices, key: KeyOwner, idempotency: Idempotency | undefined): Payer {
  return {
    account: key.account,
    idempotency,
    reserve: (prepared, onRate) => reserveCalls(services, key, prepared, { idempotency, onRate }),
    onEnd: () => {},
    leave: () => {},
  }
}
