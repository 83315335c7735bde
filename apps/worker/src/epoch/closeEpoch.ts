import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, count, eq, isNull, lt, notInArray } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'

/**
 * Step 1 of an epoch: binds every receipt that no epoch has yet to epoch `number`, in one transaction. A closed
 * epoch stays as it is. A channel's receipts are written in sequence, so what is bound has no gap.
 *
 * @throws EPOCH_OUT_OF_ORDER when an earlier epoch isn't posted, EPOCH_EMPTY when nothing is left to account.
 */
export async function closeEpoch(db: Database, number: bigint): Promise<void> {
  await db.transaction(async (transaction) => {
    const [existing] = await transaction.select({ status: epochs.status }).from(epochs).where(eq(epochs.number, number))
    if (existing && existing.status !== 'open') return
    const [earlier] = await transaction
      .select({ number: epochs.number })
      .from(epochs)
      .where(and(lt(epochs.number, number), notInArray(epochs.status, ['posted', 'final'])))
    if (earlier) {
      throw new OpenLedgerError(
        workerErrors.EPOCH_OUT_OF_ORDER,
        `Epoch ${earlier.number} must be posted before ${number}.`,
      )
    }
    const [free] = await transaction.select({ receipts: count() }).from(receipts).where(isNull(receipts.epoch))
    if (!free || free.receipts === 0) {
      throw new OpenLedgerError(workerErrors.EPOCH_EMPTY, 'No call has been settled since the last epoch.')
    }
    await transaction
      .insert(epochs)
      .values({ number, status: 'attributing' })
      .onConflictDoUpdate({ target: epochs.number, set: { status: 'attributing', updatedAt: new Date() } })
    await transaction.update(receipts).set({ epoch: number }).where(isNull(receipts.epoch))
  })
}
