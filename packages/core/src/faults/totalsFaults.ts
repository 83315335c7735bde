import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { splitFee } from '../payout/splitFee.ts'
import type { FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'
import { expectedFee } from './receiptFaults.ts'

/** Burned or carried that are not what the receipts bring. Proven with all receipts. */
export function findTotalsFaults({ current, earlier, facts }: FaultSearch): FoundFault[] {
  const { epoch, leaves } = current
  let burned = 0n
  let carried = 0n
  for (const { receipt } of leaves.receipts) {
    const fees = expectedFee(facts.models, receipt)
    for (const [i, { modelId }] of receipt.components.entries()) {
      const split = facts.models.get(modelId)?.split
      if (fees === undefined || split === undefined) return []
      try {
        const parts = splitFee(fees.componentFees[i] ?? 0n, split)
        burned += parts.burn
        carried += parts.stakers
      } catch (error) {
        if (error instanceof OpenLedgerError) return []
        throw error
      }
    }
  }
  const before = earlier.at(-1)?.epoch.carriedTotal ?? 0n
  return epoch.burned === burned && epoch.carriedTotal === before + carried ? [] : [{ kind: 'TOTALS_WRONG' }]
}
