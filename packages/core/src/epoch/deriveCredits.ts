import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import type { AttributionLeaf } from '../leaves/attributionLeaf.ts'
import { type CreditLeaf, compareCredits } from '../leaves/creditLeaf.ts'
import { payCall, type RecordOwner } from '../payout/payCall.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { uint128 } from '../primitives/integers.ts'
import type { PricedReceipt } from './checkReceipts.ts'
import { callVersions, type EpochFacts, factOf } from './epochFacts.ts'

/** What an epoch's calls bring, in wei: credits + burned + carried = fees. */
export type EpochMoney = { readonly credits: CreditLeaf[]; readonly burned: bigint; readonly carried: bigint }

/**
 * Pays every call of an epoch and sums up.
 * @param priced all receipts of the epoch in leaf order: a credit names its receipt by index
 * @param attributions checked and in order
 * @returns credits in leaf order, with each account's running sum
 * @throws EPOCH_FACT_MISSING, PAYOUT_WEIGHTS_SUM, EPOCH_NOT_CONSERVED
 */
export function deriveCredits(
  facts: EpochFacts,
  priced: readonly PricedReceipt[],
  attributions: readonly AttributionLeaf[],
): EpochMoney {
  const byCall = new Map<Hex32, AttributionLeaf[]>()
  for (const entry of attributions) {
    const group = byCall.get(entry.callId)
    if (group === undefined) byCall.set(entry.callId, [entry])
    else group.push(entry)
  }
  const unsorted: Omit<CreditLeaf, 'runningSum'>[] = []
  let burned = 0n
  let carried = 0n
  let fees = 0n
  for (const [index, { receipt, componentFees }] of priced.entries()) {
    const versions = callVersions(facts.models, receipt)
    const paid = payCall({
      operator: facts.operator,
      components: receipt.components.map((component, i) => {
        const model = factOf(facts.models, component.modelId, 'the model')
        return { fee: componentFees[i] ?? 0n, owner: model.owner, split: model.split }
      }),
      attributions: byCall.get(receipt.callId) ?? [],
      recordOwner: (commitment) => recordOwner(facts, versions, commitment),
      treasury: (datanetId): Address => factOf(facts.datanets, datanetId, 'the Datanet').treasury,
    })
    for (const credit of paid.credits) unsorted.push({ ...credit, callId: receipt.callId, receipt: index })
    burned += paid.burned
    carried += paid.carried
    fees += receipt.fee
  }
  const credits = withRunningSums(unsorted)
  const credited = credits.reduce((sum, credit) => sum + credit.amount, 0n)
  if (credited + burned + carried !== fees) {
    throw new OpenLedgerError(
      coreErrors.EPOCH_NOT_CONSERVED,
      `Credits ${credited}, burned ${burned} and carried ${carried} do not sum to the fees ${fees}.`,
    )
  }
  return { credits, burned: uint128(burned, 'burned'), carried: uint128(carried, 'carried') }
}

function recordOwner(facts: EpochFacts, versions: readonly Hex32[], commitment: Hex32): RecordOwner {
  for (const root of versions) {
    const version = factOf(facts.versions, root, 'the version')
    const contributor = version.contributors.get(commitment)
    if (contributor === undefined) continue
    const datanet = factOf(facts.datanets, version.datanetId, 'the Datanet')
    return { contributor, datanetOwner: datanet.owner, rateBps: datanet.rateBps }
  }
  throw new OpenLedgerError(coreErrors.EPOCH_FACT_MISSING, `No version of the call holds the record ${commitment}.`)
}

/** Sorts credits into leaf order and adds each account's running sum. @throws CORE_INTEGER_RANGE */
function withRunningSums(unsorted: readonly Omit<CreditLeaf, 'runningSum'>[]): CreditLeaf[] {
  let account: Address | undefined
  let running = 0n
  return [...unsorted].sort(compareCredits).map(({ account: owner, callId, receipt, role, commitment, amount }) => {
    running = owner === account ? running + amount : amount
    account = owner
    return { account: owner, callId, receipt, role, commitment, amount, runningSum: uint128(running, 'runningSum') }
  })
}
