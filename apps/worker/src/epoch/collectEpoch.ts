import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import type { Database } from '@openledger/db/database.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { desc, eq } from 'drizzle-orm'
import type { EpochChain, SignedVoucher } from '../chain/epochChain.ts'
import { workerErrors } from '../errors.ts'

/** Vouchers in one transaction: about 4 million gas. */
const vouchersPerTransaction = 50

/**
 * Step 3 of an epoch: collects, for each channel, the voucher of its last receipt in the epoch. Channels that
 * stand there already are left alone, so the step can be run again.
 *
 * @throws EPOCH_NOT_COLLECTED naming the first channel that doesn't stand where its receipts end.
 */
export async function collectEpoch(db: Database, chain: EpochChain, number: bigint): Promise<void> {
  const last = await db
    .selectDistinctOn([receipts.channelId], {
      channelId: receipts.channelId,
      cumulative: receipts.cumulativeAfter,
      signature: receipts.voucherSignature,
    })
    .from(receipts)
    .where(eq(receipts.epoch, number))
    .orderBy(receipts.channelId, desc(receipts.sequence))
  for (let start = 0; start < last.length; start += vouchersPerTransaction) {
    const batch = last.slice(start, start + vouchersPerTransaction)
    const due: SignedVoucher[] = []
    const states: string[][] = []
    for (const voucher of batch) {
      const { payer, collected, deposited, withdrawn, cap, expiry } = await chain.channelOf(voucher.channelId)
      if (collected >= voucher.cumulative) continue
      due.push({ ...voucher, payer })
      states.push([
        voucher.channelId,
        ...[voucher.cumulative, collected, deposited, withdrawn, cap, expiry].map(String),
      ])
    }
    // The key names the channels' state: a voucher that was skipped is tried again when that has changed.
    if (due.length > 0) await chain.collect(`epoch:${number}:collect:${canonicalHash(states)}`, due)
  }
  for (const { channelId, cumulative } of last) {
    const { collected } = await chain.channelOf(channelId)
    if (collected === cumulative) continue
    throw new OpenLedgerError(
      workerErrors.EPOCH_NOT_COLLECTED,
      `Of channel ${channelId} ${collected} wei are collected, its receipts say ${cumulative}.`,
      { details: { channelId, collected: String(collected), cumulative: String(cumulative) } },
    )
  }
}
