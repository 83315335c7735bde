import type { Database } from '@openledger/db/database.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { x402Returns } from '@openledger/db/schema/x402Returns.ts'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'

const total = (amount: unknown) => sql<string>`coalesce(sum(${amount}), 0)`.mapWith(BigInt)

/** Wei that all wallets together paid and neither used nor got back. */
export async function readOwed(db: Database): Promise<bigint> {
  const { state, value, fee, returnId } = x402Payments
  const [held] = await db
    .select({ sum: total(sql`${value} - coalesce(${fee}, 0)`) })
    .from(x402Payments)
    .where(and(inArray(state, ['settled', 'calling', 'spent']), isNull(returnId)))
  const [left] = await db
    .select({ sum: total(sql`${value} - ${fee}`) })
    .from(x402Payments)
    .where(and(eq(state, 'final'), isNull(returnId)))
  const [back] = await db
    .select({ sum: total(x402Returns.amount) })
    .from(x402Returns)
    .where(eq(x402Returns.state, 'open'))
  return (held?.sum ?? 0n) + (left?.sum ?? 0n) + (back?.sum ?? 0n)
}
