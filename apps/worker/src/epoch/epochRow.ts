import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { eq } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'

/** An epoch as stored. */
export type EpochRow = typeof epochs.$inferSelect

/** Reads an epoch. Throws EPOCH_STUCK when there is none. */
export async function readEpoch(db: Database, number: bigint): Promise<EpochRow> {
  const [row] = await db.select().from(epochs).where(eq(epochs.number, number))
  if (!row) throw new OpenLedgerError(workerErrors.EPOCH_STUCK, `Epoch ${number} is not closed.`)
  return row
}

/** Changes an epoch's row. */
export async function writeEpoch(db: Database, number: bigint, values: Partial<EpochRow>): Promise<void> {
  await db
    .update(epochs)
    .set({ ...values, updatedAt: new Date() })
    .where(eq(epochs.number, number))
}
