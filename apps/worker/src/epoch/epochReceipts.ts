import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { compareReceipts, type SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { AttributionEntry } from '@openledger/core/weights/attributionWeights.ts'
import type { Database } from '@openledger/db/database.ts'
import { attributionEntriesSchema } from '@openledger/db/json/attributionEntries.ts'
import { attributions } from '@openledger/db/schema/attributions.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'

/** An epoch's receipts in leaf order, and the attributions of its calls. */
export type EpochReceipts = {
  readonly receipts: readonly SignedReceipt[]
  readonly attributions: ReadonlyMap<Hex32, readonly AttributionEntry[]>
}

/** Reads what an epoch accounts. */
export async function epochReceipts(db: Database, number: bigint): Promise<EpochReceipts> {
  const rows = await db
    .select({
      callId: receipts.callId,
      receipt: receipts.receipt,
      signature: receipts.signature,
      entries: attributions.entries,
    })
    .from(receipts)
    .leftJoin(attributions, eq(attributions.callId, receipts.callId))
    .where(eq(receipts.epoch, number))
  const signed = rows.map((row) => ({ receipt: receiptSchema.parse(row.receipt), signature: row.signature }))
  return {
    receipts: signed.sort((a, b) => compareReceipts(a.receipt, b.receipt)),
    attributions: new Map(
      rows.flatMap(({ callId, entries }) =>
        entries === null ? [] : [[callId, attributionEntriesSchema.parse(entries)] as const],
      ),
    ),
  }
}
