import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { callCredits } from '@openledger/db/schema/callCredits.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, count, eq, isNull, notInArray, or, sum } from 'drizzle-orm'

/**
 * What calls that no posted epoch accounts yet brought an account, in wei, as far as they are attributed; and how many are
 * not. A call is in either this or its epoch's payouts, never in both.
 */
export async function readOpenCalls(
  db: Database,
  account: Address,
): Promise<{ readonly amount: bigint; readonly waitingCalls: number }> {
  const isOpen = or(isNull(epochs.status), notInArray(epochs.status, ['posted', 'final']))
  const [credited] = await db
    .select({ amount: sum(callCredits.amount).mapWith(BigInt) })
    .from(callCredits)
    .innerJoin(receipts, eq(receipts.callId, callCredits.callId))
    .leftJoin(epochs, eq(epochs.number, receipts.epoch))
    .where(and(eq(callCredits.account, account), isOpen))
  const [waiting] = await db
    .select({ calls: count() })
    .from(receipts)
    .leftJoin(epochs, eq(epochs.number, receipts.epoch))
    .where(and(isNull(receipts.creditedAt), isOpen))
  return { amount: credited?.amount ?? 0n, waitingCalls: waiting?.calls ?? 0 }
}
