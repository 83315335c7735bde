import { type ReceiptDomain, recoverReceiptSigner } from '../eip712/receipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { fault } from './fault.ts'

/** Checks that the operator signed each receipt. @throws EPOCH_RECEIPT_SIGNATURE */
export async function checkSignatures(
  receipts: readonly SignedReceipt[],
  domain: ReceiptDomain,
  operator: Address,
): Promise<void> {
  for (const [leaf, { receipt, signature }] of receipts.entries()) {
    let found: string
    try {
      found = await recoverReceiptSigner(receipt, domain, signature)
    } catch (error) {
      const known = OpenLedgerError.find(error)
      if (known === undefined) throw error
      found = known.message
    }
    if (found !== operator) {
      throw fault(coreErrors.EPOCH_RECEIPT_SIGNATURE, {
        file: 'receipts',
        leaf,
        field: 'signature',
        expected: operator,
        found,
      })
    }
  }
}
