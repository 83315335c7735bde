import { findAttributionFaults } from './attributionFaults.ts'
import { findCreditFaults } from './creditFaults.ts'
import type { FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'
import { findPayoutFaults } from './payoutFaults.ts'
import { findReceiptChainFaults, findReceiptFaults } from './receiptFaults.ts'
import { findSignedReceiptFaults } from './signedReceiptFaults.ts'
import { findTreeFaults } from './treeFaults.ts'
import { findUnpaidFaults } from './unpaidFaults.ts'
import { findUnsortedLeaves } from './unsortedLeaves.ts'

/**
 * Finds every provable fault of an epoch, not just the first difference: pure, from the published leaves, the facts and
 * the payers' receipts. One lie may show as several faults; any one of them voids the epoch.
 * @example
 * findFaults({ current, earlier: [], facts, signed: [] }) // [] for an honest epoch
 */
export function findFaults(search: FaultSearch): FoundFault[] {
  const { current, earlier } = search
  return [
    ...findUnsortedLeaves(current.leaves),
    ...findTreeFaults(current),
    ...findPayoutFaults(current.leaves, earlier.at(-1)?.leaves.payouts ?? []),
    ...findReceiptFaults(search),
    ...findReceiptChainFaults(search),
    ...findSignedReceiptFaults(search),
    ...findUnpaidFaults(search),
    ...findAttributionFaults(search),
    ...findCreditFaults(search),
  ]
}
