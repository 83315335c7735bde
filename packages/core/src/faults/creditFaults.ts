import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import { compareCredits } from '../leaves/creditLeaf.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { callVersions } from '../epoch/epochFacts.ts'
import { type Credit, payCall, type RecordOwner } from '../payout/payCall.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { expectedFee } from './receiptFaults.ts'
import { findPlace } from './findPlace.ts'
import type { FaultFacts, FaultSearch } from './faultFacts.ts'
import type { FoundFault } from './foundFault.ts'
import type { Receipt } from '../eip712/receipt.ts'

/**
 * Credits that a call brings by its receipt, its attributions as they are published, and the chain.
 * @returns undefined where its attributions or facts do not allow to say: their own faults are named elsewhere
 */
export function expectedCredits(
  facts: FaultFacts,
  receipt: Receipt,
  attributions: readonly AttributionLeaf[],
): readonly Credit[] | undefined {
  const fees = expectedFee(facts.models, receipt)
  const models = receipt.components.flatMap(({ modelId }) => facts.models.get(modelId) ?? [])
  if (fees === undefined || models.length < receipt.components.length) return undefined
  try {
    const versions = callVersions(facts.models, receipt)
    return payCall({
      operator: facts.operator,
      components: models.map((model, i) => ({ fee: fees.componentFees[i] ?? 0n, owner: model.owner, split: model.split })),
      attributions,
      recordOwner: (commitment) => ownerOf(facts, versions, commitment),
      treasury: (datanetId) => {
        const datanet = facts.datanets.get(datanetId)
        if (datanet === undefined) throw new Unknown()
        return datanet.treasury
      },
    }).credits
  } catch (error) {
    if (error instanceof Unknown || error instanceof OpenLedgerError) return undefined
    throw error
  }
}

/** Something that a credit follows from is neither on chain nor published. */
class Unknown extends Error {}

function ownerOf(facts: FaultFacts, versions: readonly Hex32[], commitment: Hex32): RecordOwner {
  for (const root of versions) {
    const version = facts.versions.get(root)
    const contributor = version?.contributors.get(commitment)
    const datanet = version === undefined ? undefined : facts.datanets.get(version.datanetId)
    if (contributor === undefined || datanet === undefined) continue
    return { contributor, datanetOwner: datanet.owner, rateBps: datanet.rateBps }
  }
  throw new Unknown()
}

/**
 * Faults of credits: one that its call does not bring (foreign: another call's receipt, account, role or record), one of
 * another amount, and one that a call brings and that is not there.
 */
export function findCreditFaults({ current, facts }: FaultSearch): FoundFault[] {
  const { attributions, credits, receipts } = current.leaves
  const found: FoundFault[] = []
  const byCall = Map.groupBy(attributions, (leaf) => leaf.callId)
  const expected = new Map<Hex32, ReadonlyMap<string, bigint>>()
  for (const [index, { receipt }] of receipts.entries()) {
    const owed = expectedCredits(facts, receipt, byCall.get(receipt.callId) ?? [])
    if (owed === undefined) continue
    expected.set(receipt.callId, new Map(owed.map((credit) => [keyOf(credit), credit.amount])))
    for (const { account, role, commitment } of owed) {
      const key = { account, role, commitment }
      const place = findPlace(credits, (leaf) => compareCredits(leaf, { ...key, callId: receipt.callId }))
      if (!place.found) found.push({ fault: 'creditMissing', receipt: index, gap: place.gap, key })
    }
  }
  for (const [leaf, credit] of credits.entries()) {
    if (receipts[credit.receipt]?.receipt.callId !== credit.callId) {
      found.push({ fault: 'creditForeign', leaf })
      continue
    }
    const owed = expected.get(credit.callId)
    if (owed === undefined) continue
    const amount = owed.get(keyOf(credit))
    if (amount === undefined) found.push({ fault: 'creditForeign', leaf })
    else if (amount !== credit.amount) found.push({ fault: 'creditWrong', leaf })
  }
  return found
}

const keyOf = (credit: Pick<Credit, 'account' | 'role' | 'commitment'>) =>
  `${credit.account}${credit.role}${credit.commitment}`
