import type { Address } from '@openledger/core/api/primitives.ts'
import type { Wallet } from '@openledger/core/api/x402.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { x402Returns } from '@openledger/db/schema/x402Returns.ts'
import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { gatewayErrors } from '../errors.ts'

/** Returns that are listed. */
const RETURNS_MAX = 100

/**
 * A wallet's books.
 *
 * @throws GATEWAY_INTERNAL unless paid = fees + returned + owed, to the wei
 */
export async function readWallet(db: Database, wallet: Address): Promise<Wallet> {
  // One statement, so that a payment that goes on meanwhile is seen in one state.
  const { value, fee, returnId, state, nonce } = x402Payments
  const [books] = await db
    .select({
      payments: sql<string>`count(${nonce})`.mapWith(Number),
      paid: total(value),
      fees: total(fee),
      left: sql<string>`coalesce(sum(${value} - coalesce(${fee}, 0)) FILTER (WHERE ${returnId} IS NULL), 0)`.mapWith(
        BigInt,
      ),
      returned: amountOf(wallet, 'done'),
      returning: amountOf(wallet, 'open'),
    })
    .from(x402Payments)
    .where(and(eq(x402Payments.wallet, wallet), inArray(state, ['settled', 'calling', 'spent', 'final'])))
  const { payments = 0, paid = 0n, fees = 0n, left = 0n, returned = 0n, returning = 0n } = books ?? {}
  const owed = left + returning
  if (paid !== fees + returned + owed)
    throw new OpenLedgerError(
      gatewayErrors.GATEWAY_INTERNAL,
      `The books of ${wallet} don't add up: ${paid} came in, ${fees} were spent, ${returned} sent back, ${owed} are owed.`,
    )
  const returns = await db
    .select({ amount: x402Returns.amount, transaction: x402Returns.transaction })
    .from(x402Returns)
    .where(eq(x402Returns.wallet, wallet))
    .orderBy(desc(x402Returns.createdAt))
    .limit(RETURNS_MAX)
  return {
    wallet,
    payments,
    paid: paid.toString(),
    fees: fees.toString(),
    returned: returned.toString(),
    owed: owed.toString(),
    returns: returns.map((back) => ({ ...back, amount: back.amount.toString() })),
  }
}

function total(amount: typeof x402Payments.value | typeof x402Payments.fee) {
  return sql<string>`coalesce(sum(${amount}), 0)`.mapWith(BigInt)
}

function amountOf(wallet: Address, state: 'open' | 'done') {
  const { amount } = x402Returns
  return sql<string>`(SELECT coalesce(sum(${amount}), 0) FROM ${x402Returns}
    WHERE ${x402Returns.wallet} = ${wallet} AND ${x402Returns.state} = ${state})`.mapWith(BigInt)
}
