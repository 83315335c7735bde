import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { and, eq } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'

/** A payment as the table has it. */
export type Payment = typeof x402Payments.$inferSelect
type State = Payment['state']

/** What names a payment: an authorisation's nonce is its wallet's own. */
export type PaymentId = Pick<Payment, 'wallet' | 'nonce'>

/** The states that may follow each other; no other step is ever written. */
const NEXT: Readonly<Record<State, readonly State[]>> = {
  received: ['submitted', 'refused', 'spent'],
  submitted: ['settled', 'refused'],
  settled: ['calling', 'spent'],
  calling: ['settled', 'spent'],
  spent: ['spent', 'final', 'lost'],
  final: [],
  lost: [],
  refused: ['spent'],
}

/** A payment's name in keys: of its transaction, and of its request. */
export function paymentKey({ wallet, nonce }: PaymentId): string {
  return `${wallet}:${nonce}`
}

/** The row of a payment as a condition. */
export function isPayment({ wallet, nonce }: PaymentId) {
  return and(eq(x402Payments.wallet, wallet), eq(x402Payments.nonce, nonce))
}

/** A payment; undefined for one that was never received. */
export async function findPayment(db: Database, id: PaymentId): Promise<Payment | undefined> {
  const [payment] = await db.select().from(x402Payments).where(isPayment(id))
  return payment
}

/** Keeps a payment. @returns false when it is there already */
export async function keepPayment(db: Database, payment: typeof x402Payments.$inferInsert): Promise<boolean> {
  const kept = await db
    .insert(x402Payments)
    .values(payment)
    .onConflictDoNothing()
    .returning({ nonce: x402Payments.nonce })
  return kept.length > 0
}

/**
 * Brings a payment from one state to the next, with what is known of it then.
 *
 * @returns false when it was not (any more) in the state that it was to come from: somebody else has brought it on
 * @throws GATEWAY_INTERNAL for a step that there is not
 */
export async function movePayment(
  db: Database,
  id: PaymentId,
  from: State,
  to: State,
  known: Partial<Pick<Payment, 'transaction' | 'blockNumber' | 'settledAt' | 'fee'>> = {},
): Promise<boolean> {
  if (!NEXT[from].includes(to))
    throw new OpenLedgerError(gatewayErrors.GATEWAY_INTERNAL, `No payment goes from ${from} to ${to}.`)
  const moved = await db
    .update(x402Payments)
    .set({ ...known, state: to })
    .where(and(isPayment(id), eq(x402Payments.state, from)))
    .returning({ nonce: x402Payments.nonce })
  return moved.length > 0
}
