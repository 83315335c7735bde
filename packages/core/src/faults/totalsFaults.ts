import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { splitFee } from '../payout/splitFee.ts'
import type { EvidenceLeaves, FaultFacts, FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'
import { expectedFee } from './receiptFaults.ts'

/**
 * A carried total that changed, which two headers prove; burned that is not what the receipts burn, which takes all
 * receipts. Where these are too many for one transaction some credit or payout is wrong too, since a post's sums balance.
 */
export function findTotalsFaults({ current, earlier, facts }: FaultSearch): FoundFault[] {
  const { epoch, leaves } = current
  const found: FoundFault[] = []
  if (epoch.carriedTotal !== (earlier.at(-1)?.epoch.carriedTotal ?? 0n)) found.push({ kind: 'CARRIED_WRONG' })
  const burned = burnedBy(facts, leaves.receipts)
  if (burned !== undefined && burned !== epoch.burned) found.push({ kind: 'TOTALS_WRONG' })
  return found
}

/** Wei that the receipts burn; undefined where a model or price is not known or a split impossible. */
function burnedBy(facts: FaultFacts, receipts: EvidenceLeaves['receipts']): bigint | undefined {
  let burned = 0n
  for (const { receipt } of receipts) {
    const fees = expectedFee(facts.models, receipt)
    for (const [i, { modelId }] of receipt.components.entries()) {
      const split = facts.models.get(modelId)?.split
      if (fees === undefined || split === undefined) return undefined
      try {
        burned += splitFee(fees.componentFees[i] ?? 0n, split).burn
      } catch (error) {
        if (error instanceof OpenLedgerError) return undefined
        throw error
      }
    }
  }
  return burned
}
