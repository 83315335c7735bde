import { findAttributionFaults } from './attributionFaults.ts'
import { findClaimsFaults } from './claimsFaults.ts'
import { findCreditFaults } from './creditFaults.ts'
import type { FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'
import { findPayoutFaults } from './payoutFaults.ts'
import { findReceiptChainFaults } from './receiptChainFaults.ts'
import { findReceiptFaults } from './receiptFaults.ts'
import { findShapeFaults } from './shapeFaults.ts'
import { findSignedReceiptFaults } from './signedReceiptFaults.ts'
import { findSumFaults } from './sumFaults.ts'
import { findTotalsFaults } from './totalsFaults.ts'
import { findUnpaidFaults } from './unpaidFaults.ts'
import { findUnsortedLeaves } from './unsortedLeaves.ts'

/**
 * Finds every provable fault of an epoch, not just the first difference: pure, from the published leaves, the facts and
 * the payers' receipts. One lie may show as several faults; any one of them voids the epoch.
 * @returns the cheapest to prove first, within what the classes have in common
 * @throws MERKLE_SUM_OVERFLOW when leaves sum to more than 2^128 - 1
 * @example
 * findFaults({ current, earlier: [], facts, signed: [] }) // [] for an honest epoch
 */
export function findFaults(search: FaultSearch): FoundFault[] {
  const { current, earlier } = search
  return [
    ...findUnsortedLeaves(current.leaves),
    ...findSumFaults(current),
    ...findShapeFaults(current),
    ...findPayoutFaults(current.leaves, earlier.at(-1)?.leaves.payouts ?? []),
    ...findReceiptFaults(search),
    ...findReceiptChainFaults(search),
    ...findSignedReceiptFaults(search),
    ...findUnpaidFaults(search),
    ...findCreditFaults(search),
    ...findAttributionFaults(search),
    ...findTotalsFaults(search),
    ...findClaimsFaults(current),
  ]
}
