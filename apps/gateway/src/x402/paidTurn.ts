import { setTimeout as sleep } from 'node:timers/promises'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { gatewayErrors } from '../errors.ts'
import { paymentOpen } from './settlePayment.ts'

/** How often a paid call asks for its turn, and how long it waits in between, ms. */
const TRIES = 30
const PAUSE_MS = 1_000

/**
 * Waits for the turn of a call that is paid for: one that the queue turns away asks again for a while, since its
 * payer's money is here.
 *
 * @throws X402_PAYMENT_OPEN when there was none: sent again, the request goes on from its payment; what `turn` throws
 */
export async function paidTurn(turn: () => Promise<() => void>, pause_ms = PAUSE_MS): Promise<() => void> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await turn()
    } catch (error) {
      if (OpenLedgerError.find(error)?.code !== gatewayErrors.GATEWAY_OVERLOADED.code) throw error
      await sleep(pause_ms)
    }
  }
  throw paymentOpen('The payment has arrived, but there are more calls than can be answered')
}
