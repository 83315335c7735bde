import { type ReceiptDomain, recoverReceiptSigner } from '../eip712/receipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { Address } from '../primitives/address.ts'

/** A receipt that its operator did not sign: who did, or why nobody. */
export type UnsignedReceipt = { readonly leaf: number; readonly found: string }

/** Receipts that their operator did not sign, in order, each as soon as it is found. */
export async function* unsignedReceipts(
  receipts: readonly SignedReceipt[],
  domain: ReceiptDomain,
  operator: Address,
): AsyncGenerator<UnsignedReceipt> {
  for (const [leaf, { receipt, signature }] of receipts.entries()) {
    const found = await signerOf(receipt, domain, signature)
    if (found !== operator) yield { leaf, found }
  }
}

async function signerOf(...signed: Parameters<typeof recoverReceiptSigner>): Promise<string> {
  try {
    return await recoverReceiptSigner(...signed)
  } catch (error) {
    const known = OpenLedgerError.find(error)
    if (known === undefined) throw error
    return known.message
  }
}
