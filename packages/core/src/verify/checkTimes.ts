import { fault } from '../epoch/fault.ts'
import { coreErrors } from '../errors.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'

/**
 * Checks that every receipt is from before the post: what was on chain at its time was settled then, and reads the same
 * ever after.
 * @param postedAt time of the post's block, Unix seconds
 * @throws EPOCH_RECEIPT_TIME
 */
export function checkTimes(receipts: readonly SignedReceipt[], postedAt: bigint): void {
  for (const [leaf, { receipt }] of receipts.entries()) {
    if (receipt.time < postedAt) continue
    const place = { file: 'receipts', leaf, field: 'time' }
    throw fault(coreErrors.EPOCH_RECEIPT_TIME, { ...place, expected: `before ${postedAt}`, found: receipt.time })
  }
}
