import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { epochSchema } from '@openledger/core/epoch/epoch.ts'
import type { PreviousEpoch } from '@openledger/core/epoch/epochFacts.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Database } from '@openledger/db/database.ts'
import { epochPayouts } from '@openledger/db/schema/epochPayouts.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { asc, desc, eq, lt } from 'drizzle-orm'
import { workerErrors } from '../errors.ts'
import { readEpoch } from './epochRow.ts'

/**
 * What epoch `number` continues from: the one before it, its payouts, where every channel ended, all calls so far.
 *
 * @returns undefined for the first epoch.
 * @throws EPOCH_STUCK when the epoch before isn't built.
 */
export async function previousEpoch(db: Database, number: bigint): Promise<PreviousEpoch | undefined> {
  if (number === 1n) return undefined
  const row = await readEpoch(db, number - 1n)
  if (row.epochHash === null || row.dataCommitment === null) {
    throw new OpenLedgerError(workerErrors.EPOCH_STUCK, `Epoch ${number - 1n} is not built.`)
  }
  const payouts = await db
    .select({ account: epochPayouts.account, cumulative: epochPayouts.cumulative })
    .from(epochPayouts)
    .where(eq(epochPayouts.epoch, number - 1n))
    .orderBy(asc(epochPayouts.account))
  const ends = await db
    .selectDistinctOn([receipts.channelId], {
      channelId: receipts.channelId,
      sequence: receipts.sequence,
      cumulative: receipts.cumulativeAfter,
      receipt: receipts.receipt,
    })
    .from(receipts)
    .where(lt(receipts.epoch, number))
    .orderBy(receipts.channelId, desc(receipts.sequence))
  const earlier = await db.select({ callId: receipts.callId }).from(receipts).where(lt(receipts.epoch, number))
  return {
    number: number - 1n,
    epochHash: row.epochHash,
    dataCommitment: row.dataCommitment,
    payouts,
    carriedTotal: epochSchema.parse(row.epoch).carriedTotal,
    channels: new Map(
      ends.map(({ channelId, sequence, cumulative, receipt }) => {
        const { time } = receiptSchema.parse(receipt)
        return [channelId, { sequence, cumulative, time }]
      }),
    ),
    callIds: new Set(earlier.map(({ callId }) => callId)),
  }
}
