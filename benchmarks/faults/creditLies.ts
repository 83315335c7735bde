import { deriveCredits } from '@openledger/core/epoch/deriveCredits.ts'
import type { EpochFacts, ModelFacts } from '@openledger/core/epoch/epochFacts.ts'
import { compareCredits, ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import { always, type Timeline } from '@openledger/core/payout/timeline.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { ChainDatanet } from '@openledger/core/verify/chainReader.ts'
import { factsOf, type Lie, pricedAsSaid } from './forge.ts'
import { type FaultClass, type LieContext, replaced, resummed, somewhere } from './lieContext.ts'
import { at } from './people.ts'

/** Some wei move from one credit to another. */
function wrong({ dice, second }: LieContext): Lie {
  const { credits } = second.leaves
  const from = somewhere(dice, credits, (credit) => credit.amount > 1n)
  const to = somewhere(dice, credits, (_, i) => i !== from)
  const amount = 1n + (at(credits, from).amount - 2n) / BigInt(1 + dice.below(1_000))
  const change = (index: number, by: bigint) => ({ ...at(credits, index), amount: at(credits, index).amount + by })
  return { credits: resummed(replaced(replaced(credits, from, change(from, -amount)), to, change(to, amount))) }
}

/** A credit is left out and its money burned. */
function missing({ dice, second }: LieContext): Lie {
  const { credits } = second.leaves
  const gone = dice.below(credits.length)
  return { credits: resummed(credits.filter((_, i) => i !== gone)) }
}

/** A credit of another call's receipt, for a call without a receipt, or of a record that the call does not pay. */
function foreign({ dice, second }: LieContext): Lie {
  const { credits, receipts } = second.leaves
  const kind = dice.below(3)
  const index = somewhere(dice, credits, (credit) => kind !== 2 || credit.role === ROLE.contributor)
  const credit = at(credits, index)
  if (kind === 0) {
    const receipt = (credit.receipt + 1 + dice.below(receipts.length)) % (receipts.length + 1)
    return { credits: replaced(credits, index, { ...credit, receipt }) }
  }
  const strange = kind === 1 ? { ...credit, callId: dice.hash() } : { ...credit, commitment: dice.hash() }
  const sorted = replaced(credits, index, strange).sort(compareCredits)
  return { credits: resummed(sorted) }
}

/** Models as they are not: royalties or pools go elsewhere, or to whom the models belong today. */
function wrongHolders(context: LieContext): Lie {
  const stranger = toAddress(context.dice.hash().slice(0, 42))
  const kind = context.dice.below(4)
  const models = [...factsOf(context.ledger).models.values()].map((model): ModelFacts => {
    if (kind === 0) return { ...model, royalties: [] }
    if (kind === 1) return { ...model, royalties: model.royalties.map((one) => ({ ...one, owners: always(stranger) })) }
    if (kind === 2) return { ...model, pool: context.dice.below(2) === 0 ? context.ledger.base.operator : stranger }
    return { ...model, owners: today(model.owners) }
  })
  return repaid(context, { models: new Map(models.map((model) => [model.modelId, model])) })
}

/** Datanets as they are not: no curators, those of today, another owner, no dispute. */
function wrongDatanets(context: LieContext): Lie {
  const kind = context.dice.below(4)
  const datanets = [...factsOf(context.ledger).datanets.values()].map((datanet): ChainDatanet => {
    if (kind === 0) return { ...datanet, curators: [] }
    if (kind === 1) return { ...datanet, curators: today(datanet.curators) }
    if (kind === 2) return { ...datanet, owners: today(datanet.owners) }
    return { ...datanet, disputes: new Map() }
  })
  return repaid(context, { datanets: new Map(datanets.map((datanet) => [datanet.datanetId, datanet])) })
}

const today = <T>(timeline: Timeline<T>): Timeline<T> => timeline.slice(-1).map(({ value }) => ({ from: 0n, value }))

/** The epoch's credits under other facts; what they bring more or less is burned less or more. */
function repaid({ ledger, second }: LieContext, other: Partial<EpochFacts>): Lie {
  const priced = second.leaves.receipts.map((receipt) => pricedAsSaid(ledger, receipt))
  return { credits: deriveCredits({ ...factsOf(ledger), ...other }, priced, second.leaves.attributions).credits }
}

/** What is to be burned is carried, or, where something is carried already, the other way round. */
function wrongTotals({ dice, second }: LieContext): Lie {
  const { burned, carriedTotal } = second.epoch
  const amount = BigInt(1 + dice.below(1_000_000))
  const by = dice.below(2) === 0 && carriedTotal >= amount ? -amount : amount
  return { post: () => ({ burned: burned - by, carriedTotal: carriedTotal + by }) }
}

/** Faults of credits. */
export const creditClasses: readonly FaultClass[] = [
  { name: 'credit wrong', named: true, kinds: ['SERVICE_CREDIT_WRONG', 'DATA_CREDIT_WRONG'], lie: wrong },
  { name: 'credit missing', named: true, kinds: ['SERVICE_CREDIT_MISSING', 'DATA_CREDIT_MISSING'], lie: missing },
  { name: 'credit foreign', named: true, kinds: ['CREDIT_FOREIGN', 'DATA_CREDIT_WRONG'], lie: foreign },
  {
    name: 'royalty, pool or owner wrong',
    named: true,
    kinds: ['SERVICE_CREDIT_WRONG', 'SERVICE_CREDIT_MISSING'],
    lie: wrongHolders,
  },
  {
    name: 'curator, Datanet owner or dispute ignored',
    named: true,
    kinds: ['DATA_CREDIT_WRONG', 'DATA_CREDIT_MISSING'],
    lie: wrongDatanets,
  },
  { name: 'burned or carried wrong', named: false, kinds: ['TOTALS_WRONG', 'CARRIED_WRONG'], lie: wrongTotals },
]
