import type { Receipt } from '../eip712/receipt.ts'
import { callVersions } from '../epoch/epochFacts.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import { type Credit, payCall, type RecordOwner } from '../payout/payCall.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { FaultFacts } from './faultFacts.ts'
import { expectedFee } from './receiptFaults.ts'

/** What one call brings: credits, and wei burned and carried. */
export type CallMoney = { readonly credits: readonly Credit[]; readonly burned: bigint; readonly carried: bigint }

/** Something that a credit follows from is neither on chain nor published. */
class Unknown extends Error {}

/**
 * Pays a call by its receipt, its attributions as they are published, and the chain.
 * @returns undefined where its attributions or facts do not allow it: their own faults are found elsewhere
 */
export function expectedCredits(
  facts: FaultFacts,
  receipt: Receipt,
  attributions: readonly AttributionLeaf[],
): CallMoney | undefined {
  const fees = expectedFee(facts.models, receipt)
  const models = receipt.components.flatMap(({ modelId }) => facts.models.get(modelId) ?? [])
  if (fees === undefined || models.length < receipt.components.length) return undefined
  const datanetOf = (datanetId: Hex32) => {
    const datanet = facts.datanets.get(datanetId)
    if (datanet === undefined) throw new Unknown()
    return datanet
  }
  const ownerOf = (commitment: Hex32): RecordOwner => {
    for (const root of callVersions(facts.models, receipt)) {
      const version = facts.versions.get(root)
      if (version === undefined) throw new Unknown()
      const contributor = version.contributors.get(commitment)
      if (contributor === undefined) continue
      const datanet = datanetOf(version.datanetId)
      return { contributor, datanetOwner: datanet.owner, rateBps: datanet.rateBps }
    }
    throw new Unknown()
  }
  try {
    return payCall({
      operator: facts.operator,
      components: models.map((model, i) => ({
        fee: fees.componentFees[i] ?? 0n,
        owner: model.owner,
        split: model.split,
      })),
      attributions,
      recordOwner: ownerOf,
      treasury: (datanetId) => datanetOf(datanetId).treasury,
    })
  } catch (error) {
    if (error instanceof Unknown || error instanceof OpenLedgerError) return undefined
    throw error
  }
}
