import type { VoucherDue } from '@openledger/core/api/generation.ts'
import type { Receipt } from '@openledger/core/eip712/receipt.ts'
import type { Database } from '@openledger/db/database.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { and, eq } from 'drizzle-orm'

/** What the payer of a receipt's channel has to sign for it, with the voucher that was signed last. */
export async function voucherDue(db: Database, receipt: Receipt): Promise<VoucherDue> {
  const { channelId, sequence, fee, cumulativeBefore, cumulativeAfter } = receipt
  const [last] = await db
    .select({ signature: receipts.voucherSignature })
    .from(receipts)
    .where(and(eq(receipts.channelId, channelId), eq(receipts.sequence, sequence - 1n)))
  return {
    channelId,
    fee: fee.toString(),
    cumulative: cumulativeAfter.toString(),
    before: { cumulative: cumulativeBefore.toString(), signature: last?.signature ?? null },
  }
}
