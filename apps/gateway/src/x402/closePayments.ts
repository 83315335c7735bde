import type { Database } from '@openledger/db/database.ts'
import { sql } from 'drizzle-orm'
import { isPayment, type PaymentId } from './payments.ts'

/**
 * Counts what the calls of payments cost, once they have ended: 0 without a receipt. A call and its receipt end in one
 * statement (ADR 27), so this sees both or neither, however often and after whatever kill it runs.
 *
 * @param keyId - the house channel's key, under which payments' calls run
 * @param only - one payment; all unless given
 */
export async function closePayments(db: Database, keyId: string, only?: PaymentId): Promise<void> {
  await db.execute(sql`
    UPDATE x402_payments SET state = 'spent', fee = coalesce(
      (SELECT receipts.fee FROM receipts WHERE receipts.call_id = calls.call_id), 0)
    FROM idempotency_keys JOIN calls ON calls.call_id = idempotency_keys.call_id
    WHERE x402_payments.state = 'calling' AND calls.status <> 'reserved'
      AND idempotency_keys.api_key_id = ${keyId}
      AND idempotency_keys.idempotency_key = x402_payments.wallet || ':' || x402_payments.nonce
      AND ${only === undefined ? sql`true` : isPayment(only)}`)
}

/**
 * Takes back that a payment's call is being made, if none was reserved: it can be made yet.
 *
 * @param only - one payment; all unless given (at start, when none is under way)
 */
export async function reopenPayments(db: Database, keyId: string, only?: PaymentId): Promise<void> {
  await db.execute(sql`
    UPDATE x402_payments SET state = 'settled'
    WHERE x402_payments.state = 'calling' AND NOT EXISTS (
      SELECT FROM idempotency_keys WHERE idempotency_keys.api_key_id = ${keyId}
        AND idempotency_keys.idempotency_key = x402_payments.wallet || ':' || x402_payments.nonce)
      AND ${only === undefined ? sql`true` : isPayment(only)}`)
}
