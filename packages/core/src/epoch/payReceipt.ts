import type { Receipt } from '../eip712/receipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type Credit, type PaidComponent, type PayCallInput, payCall, type RecordOwner } from '../payout/payCall.ts'
import { type Timeline, valueAt } from '../payout/timeline.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { recordKey } from '../verify/chainReader.ts'
import type { PricedReceipt } from './checkReceipts.ts'
import { callVersions, type EpochFacts, factOf, type ModelFacts } from './epochFacts.ts'

/** Whose a record is, and of which Datanet: by the first of a call's versions that holds it. */
export type RecordHolder = { readonly contributor: Address; readonly datanetId: Hex32 }

/**
 * Pays one call by what was on chain at its receipt's time: owners, royalties, curators, disputes.
 * @param attributions all of the call's, in order
 * @param holderOf whose a record is; by default as the facts' versions say
 * @throws EPOCH_FACT_MISSING, PAYOUT_WEIGHTS_SUM, SPLIT_INVALID, CORE_INTEGER_RANGE
 */
export function payReceipt(
  facts: Pick<EpochFacts, 'operator' | 'models' | 'versions' | 'datanets'>,
  { receipt, componentFees }: PricedReceipt,
  attributions: PayCallInput['attributions'],
  holderOf: (commitment: Hex32) => RecordHolder = (commitment) => recordHolder(facts, receipt, commitment),
): { readonly credits: readonly Credit[]; readonly burned: bigint } {
  return payCall({
    operator: facts.operator,
    components: receipt.components.map(({ modelId }, i) => {
      const model = factOf(facts.models, modelId, 'the model')
      return paidComponent(model, componentFees[i] ?? 0n, receipt.time)
    }),
    attributions,
    recordOwner: (commitment) => recordOwner(facts.datanets, holderOf(commitment), commitment, receipt.time),
    treasury: (datanetId) => factOf(facts.datanets, datanetId, 'the Datanet').treasury,
  })
}

function paidComponent(model: ModelFacts, fee: bigint, time: bigint): PaidComponent {
  return {
    fee,
    split: model.split,
    owner: heldAt(model.owners, time, `an owner of the model ${model.modelId}`),
    royalties: model.royalties.map(({ ancestor, bps, owners }) => ({
      account: heldAt(owners, time, `an owner of the ancestor ${ancestor}`),
      bps,
    })),
    pool: model.pool,
  }
}

function recordOwner(
  datanets: EpochFacts['datanets'],
  { contributor, datanetId }: RecordHolder,
  commitment: Hex32,
  time: bigint,
): RecordOwner {
  const datanet = factOf(datanets, datanetId, 'the Datanet')
  return {
    contributor: valueAt(datanet.disputes.get(recordKey(contributor, commitment)) ?? [], time) ?? contributor,
    datanetOwner: heldAt(datanet.owners, time, `an owner of the Datanet ${datanet.datanetId}`),
    curators: valueAt(datanet.curators, time) ?? [],
    rateBps: datanet.rateBps,
  }
}

/** Whose a record is by the versions of a call. @throws EPOCH_FACT_MISSING */
export function recordHolder(
  facts: Pick<EpochFacts, 'models' | 'versions'>,
  receipt: Receipt,
  commitment: Hex32,
): RecordHolder {
  for (const root of callVersions(facts.models, receipt)) {
    const { contributors, datanetId } = factOf(facts.versions, root, 'the version')
    const contributor = contributors.get(commitment)
    if (contributor !== undefined) return { contributor, datanetId }
  }
  throw new OpenLedgerError(coreErrors.EPOCH_FACT_MISSING, `No version of the call holds the record ${commitment}.`)
}

function heldAt<T>(timeline: Timeline<T>, time: bigint, what: string): T {
  const value = valueAt(timeline, time)
  if (value === undefined)
    throw new OpenLedgerError(coreErrors.EPOCH_FACT_MISSING, `At ${time} there was not yet ${what}.`)
  return value
}
