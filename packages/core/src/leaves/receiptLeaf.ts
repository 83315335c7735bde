import { z } from 'zod'
import { RECEIPT_TYPES, type Receipt, receiptSchema } from '../eip712/receipt.ts'
import { createLeafHasher } from '../eip712/structHasher.ts'
import { type Hex32, signatureSchema } from '../primitives/hex.ts'

/** A receipt with its operator's signature: a leaf of the receipts tree as it is published. */
export const signedReceiptSchema = z.strictObject({ receipt: receiptSchema, signature: signatureSchema })
export type SignedReceipt = z.output<typeof signedReceiptSchema>

/** Leaf hash of a receipt: its EIP-712 struct hash. The leaf's sum is the fee. */
export const receiptLeaf: (receipt: Receipt) => Hex32 = createLeafHasher(RECEIPT_TYPES, 'Receipt')

/** Order of receipts: channelId, then sequence. */
export function compareReceipts(a: Receipt, b: Receipt): number {
  if (a.channelId !== b.channelId) return a.channelId < b.channelId ? -1 : 1
  return a.sequence === b.sequence ? 0 : a.sequence < b.sequence ? -1 : 1
}
