import type { Hash32 } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { findPayment, isPayment, type Payment, type PaymentId } from './payments.ts'

/** Writes down which calls a payment pays for: before they run, so that none can cost anything unseen. */
export async function keepCalls(db: Database, id: PaymentId, callIds: readonly Hash32[]): Promise<void> {
  await db.update(x402Payments).set({ callIds }).where(isPayment(id))
}

/**
 * Counts what the calls of payments cost, once all of them have ended: 0 for each without a receipt. A call and its
 * receipt end in one statement (ADR 27), so this sees both or neither, however often and after whatever kill it runs.
 *
 * @param only - one payment; all unless given
 */
export async function closePayments(db: Database, only?: PaymentId): Promise<void> {
  const ids = sql`(SELECT jsonb_array_elements_text(x402_payments.call_ids))`
  await db.execute(sql`
    UPDATE x402_payments SET state = 'spent', fee = coalesce(
      (SELECT sum(receipts.fee) FROM receipts WHERE receipts.call_id IN ${ids}), 0)
    WHERE x402_payments.state = 'calling' AND x402_payments.call_ids IS NOT NULL
      AND NOT EXISTS (SELECT FROM calls WHERE calls.call_id IN ${ids} AND calls.status = 'reserved')
      AND ${only === undefined ? sql`true` : isPayment(only)}`)
}

/**
 * Takes back that a payment's calls are being made, where none was written down: none has run, so they can be made yet.
 *
 * @param only - one payment; all unless given (at start, when none is under way)
 */
export async function reopenPayments(db: Database, only?: PaymentId): Promise<void> {
  const { state, callIds } = x402Payments
  const isOpen = and(eq(state, 'calling'), isNull(callIds))
  await db
    .update(x402Payments)
    .set({ state: 'settled' })
    .where(only === undefined ? isOpen : and(isOpen, isPayment(only)))
}

/**
 * A payment as it is once its calls are counted, if they have ended: the answer leaves when its call is settled, so who
 * has it may come again before `closePayments` went by.
 *
 * @returns undefined for one that was never received
 */
export async function findClosedPayment(db: Database, id: PaymentId): Promise<Payment | undefined> {
  const payment = await findPayment(db, id)
  if (payment?.state !== 'calling') return payment
  await closePayments(db, id)
  return findPayment(db, id)
}
