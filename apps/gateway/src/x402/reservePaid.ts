import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { findEndedCalls } from '../calls/findEndedCalls.ts'
import type { PreparedCall } from '../calls/prepareCall.ts'
import { type OpenedCalls, reserveCalls } from '../calls/reserveCalls.ts'
import { gatewayErrors } from '../errors.ts'
import { findClosedPayment, keepCalls, reopenPayments } from './closePayments.ts'
import { exhausted } from './createFloat.ts'
import { movePayment, type PaymentId, paymentKey } from './payments.ts'
import { paymentOpen } from './settlePayment.ts'
import type { X402Services } from './x402Services.ts'

/** Refusals that are the house's, not the payer's. */
const HOUSES: readonly string[] = [
  gatewayErrors.PAYMENT_INSUFFICIENT_CREDIT.code,
  gatewayErrors.PAYMENT_CAP_REACHED.code,
  gatewayErrors.CALL_NO_CHANNEL.code,
]

/**
 * Reserves a paid call on the house channel, once: whoever brings the payment from `settled` to `calling` makes the
 * call, and everybody else gets its answer, or is told to come again. A payment whose call failed makes no second one:
 * what it brought is owed back by then.
 *
 * @throws X402_PAYMENT_OPEN, X402_PAYMENT_SPENT, X402_FLOAT_EXHAUSTED, what reserveCalls throws
 */
export async function reservePaid(
  services: X402Services,
  id: PaymentId,
  requestHash: Hash32,
  prepared: readonly PreparedCall[],
): Promise<OpenedCalls> {
  const { db, x402 } = services
  const { key } = x402.house
  const idempotency = { key: paymentKey(id), requestHash }
  if (!(await movePayment(db, id, 'settled', 'calling'))) {
    const payment = await findClosedPayment(db, id)
    if (payment?.fee == null) throw paymentOpen('The payment’s call is being answered')
    if ((await findEndedCalls(db, key.keyId, idempotency, prepared.length)) !== undefined)
      return reserveCalls(services, key, prepared, { idempotency })
    const message = 'The payment’s call failed or was never made; what it brought is owed back.'
    throw new OpenLedgerError(gatewayErrors.X402_PAYMENT_SPENT, message)
  }
  await x402.options.onStep?.('calling')
  try {
    const opened = await reserveCalls(services, key, prepared, { idempotency })
    await x402.options.onStep?.('reserved')
    const callIds = opened.calls.map(({ callId }) => callId)
    await keepCalls(db, id, callIds)
    await x402.options.onStep?.('kept')
    return opened
  } catch (error) {
    await reopenPayments(db, id)
    const known = OpenLedgerError.find(error)
    if (known !== undefined && HOUSES.includes(known.code))
      throw exhausted('the house channel cannot lend for this call', error)
    throw error
  }
}
