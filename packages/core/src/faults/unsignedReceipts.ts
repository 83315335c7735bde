import { type ReceiptDomain, recoverReceiptSigner } from '../eip712/receipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { Address } from '../primitives/address.ts'

/** Receipts that their operator did not sign: indexes, ascending. */
export async function unsignedReceipts(
  receipts: readonly SignedReceipt[],
  domain: ReceiptDomain,
  operator: Address,
): Promise<number[]> {
  const unsigned: number[] = []
  for (const [leaf, { receipt, signature }] of receipts.entries()) {
    const signer = await signerOf(receipt, domain, signature)
    if (signer !== operator) unsigned.push(leaf)
  }
  return unsigned
}

/** Who signed; undefined where nobody did. */
async function signerOf(...signed: Parameters<typeof recoverReceiptSigner>): Promise<Address | undefined> {
  try {
    return await recoverReceiptSigner(...signed)
  } catch (error) {
    if (error instanceof OpenLedgerError) return undefined
    throw error
  }
}
