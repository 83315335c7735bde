import { type ReceiptDomain, receiptDigest } from '../eip712/receipt.ts'
import { signedByAll } from '../eip712/signature.ts'
import { coreErrors } from '../errors.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { fault } from './fault.ts'
import { unsignedReceipts } from './unsignedReceipts.ts'

/** Checks that the operator signed each receipt. @throws EPOCH_RECEIPT_SIGNATURE */
export async function checkSignatures(
  receipts: readonly SignedReceipt[],
  domain: ReceiptDomain,
  operator: Address,
): Promise<void> {
  const signed = receipts.map(({ receipt, signature }) => ({ digest: receiptDigest(receipt, domain), signature }))
  if (await signedByAll(operator, signed)) return
  // One by one, to name the first.
  for await (const { leaf, found } of unsignedReceipts(receipts, domain, operator)) {
    throw fault(coreErrors.EPOCH_RECEIPT_SIGNATURE, {
      file: 'receipts',
      leaf,
      field: 'signature',
      expected: operator,
      found,
    })
  }
}
