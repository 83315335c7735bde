import type { Receipt } from '../eip712/receipt.ts'
import { payReceipt, recordHolder } from '../epoch/payReceipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import type { Credit } from '../payout/payCall.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { FaultFacts } from './faultFacts.ts'
import { expectedFee } from './receiptFaults.ts'
import { shownKey } from './shownRecord.ts'

/** What one call brings: credits, and wei burned. */
export type CallMoney = { readonly credits: readonly Credit[]; readonly burned: bigint }

/**
 * Pays a call by its receipt, its attributions as they are published, what was shown of its records, and the chain.
 * @returns undefined where its attributions or facts do not allow it: their own faults are found elsewhere
 */
export function expectedCredits(
  facts: FaultFacts,
  receipt: Receipt,
  attributions: readonly AttributionLeaf[],
): CallMoney | undefined {
  const fees = expectedFee(facts.models, receipt)
  if (fees === undefined) return undefined
  try {
    const holderOf = (commitment: Hex32) =>
      facts.shown?.get(shownKey(receipt.callId, commitment)) ?? recordHolder(facts, receipt, commitment)
    return payReceipt(facts, { receipt, componentFees: fees.componentFees }, attributions, holderOf)
  } catch (error) {
    if (error instanceof OpenLedgerError) return undefined
    throw error
  }
}
