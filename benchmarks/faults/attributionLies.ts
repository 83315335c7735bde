import { type AttributionLeaf, compareAttributions, METHOD } from '@openledger/core/leaves/attributionLeaf.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Lie } from './forge.ts'
import { callGroups, type FaultClass, type LieContext, regrouped, replaced } from './lieContext.ts'
import { at } from './people.ts'

/** A call with at least so many leaves of a method. */
function someGroup(context: LieContext, method: number, least = 1): AttributionLeaf[] {
  return context.dice.pick(
    callGroups(context).filter((group) => group.filter((leaf) => leaf.method === method).length >= least),
  )
}

const sorted = (group: readonly AttributionLeaf[]) => [...group].sort(compareAttributions)

/** Replaces one leaf of a method by another record's. */
function otherRecord(context: LieContext, method: number, commitment: Hex32): Lie {
  const group = someGroup(context, method)
  const own = group.filter((leaf) => leaf.method === method)
  const chosen = context.dice.pick(own)
  const index = group.indexOf(chosen)
  const attributions = regrouped(context, group, sorted(replaced(group, index, { ...chosen, commitment })))
  const { credits, payouts } = context.second.leaves
  return { attributions, credits, payouts }
}

function foreign(context: LieContext): Lie {
  const { dice, second } = context
  const { attributions, receipts, credits, payouts } = second.leaves
  const index = dice.below(attributions.length)
  const leaf = at(attributions, index)
  if (dice.below(2) === 0) {
    const receipt = (leaf.receipt + 1 + dice.below(receipts.length)) % (receipts.length + 1)
    return { attributions: replaced(attributions, index, { ...leaf, receipt }), credits, payouts }
  }
  const plain = dice.pick(
    receipts.flatMap(({ receipt }, i) => (attributions.some((entry) => entry.receipt === i) ? [] : [{ receipt, i }])),
  )
  const strange = { ...leaf, callId: plain.receipt.callId, receipt: plain.i }
  const all = [...attributions, strange].sort(compareAttributions)
  return { attributions: all, credits, payouts }
}

function missing(context: LieContext): Lie {
  const group = context.dice.pick(callGroups(context))
  const { credits, payouts } = context.second.leaves
  return { attributions: regrouped(context, group, []), credits, payouts }
}

function wrongWeights(context: LieContext): Lie {
  const group = someGroup(context, METHOD.influence, 2)
  const index = context.dice.below(group.length)
  const leaf = at(group, index)
  const weight = leaf.weight + BigInt(1 + context.dice.below(1_000))
  const { credits, payouts } = context.second.leaves
  return { attributions: regrouped(context, group, replaced(group, index, { ...leaf, weight })), credits, payouts }
}

function wrongFlat(context: LieContext): Lie {
  const { dice, second } = context
  const group = someGroup(context, METHOD.flat)
  const index = dice.below(group.length)
  const leaf = at(group, index)
  const changed = dice.below(2) === 0 ? { ...leaf, commitment: dice.hash() } : { ...leaf, weight: leaf.weight - 1n }
  const { credits, payouts } = second.leaves
  return { attributions: regrouped(context, group, sorted(replaced(group, index, changed))), credits, payouts }
}

/** An index that no model of the call has, or a weight of 0. */
function malformed(context: LieContext): Lie {
  const { dice, second } = context
  const group = someGroup(context, METHOD.influence)
  const index = group.findIndex((leaf) => leaf.method === METHOD.influence)
  const leaf = at(group, index)
  const changed = dice.below(2) === 0 ? { ...leaf, indexHash: dice.hash() } : { ...leaf, weight: 0n }
  const { credits, payouts } = second.leaves
  return { attributions: regrouped(context, group, replaced(group, index, changed)), credits, payouts }
}

/** 65 or more records share a call's data part. */
function tooMany(context: LieContext): Lie {
  const { dice, second } = context
  const group = someGroup(context, METHOD.influence)
  const leaf = at(
    group,
    group.findIndex((entry) => entry.method === METHOD.influence),
  )
  const count = 65 + dice.below(10)
  const whole = 10n ** 18n
  const many = Array.from({ length: count }, (_, i) => ({
    ...leaf,
    commitment: dice.hash(),
    weight: i === 0 ? whole - (whole / BigInt(count)) * BigInt(count - 1) : whole / BigInt(count),
  }))
  const { credits, payouts } = second.leaves
  return { attributions: regrouped(context, group, sorted(many)), credits, payouts }
}

/** Faults of attributions. */
export const attributionClasses: readonly FaultClass[] = [
  {
    name: 'record not in the version',
    named: true,
    kinds: ['RECORD_NOT_TRAINED', 'RECORD_NOT_RETRIEVED'],
    lie: (context) => otherRecord(context, context.dice.pick([METHOD.influence, METHOD.citation]), context.dice.hash()),
  },
  {
    name: 'record not in the log',
    named: true,
    kinds: ['RECORD_NOT_TRAINED'],
    lie: (context) => otherRecord(context, METHOD.influence, context.dice.pick(context.ledger.records.untrained)),
  },
  { name: 'attribution foreign', named: false, kinds: ['ATTRIBUTION_FOREIGN'], lie: foreign },
  { name: 'attribution missing', named: false, kinds: ['ATTRIBUTION_MISSING'], lie: missing },
  { name: 'weights do not sum', named: false, kinds: ['WEIGHTS_WRONG'], lie: wrongWeights },
  { name: 'flat otherwise than alike', named: false, kinds: ['FLAT_WRONG'], lie: wrongFlat },
  { name: 'attribution malformed', named: false, kinds: ['ATTRIBUTION_MALFORMED'], lie: malformed },
  { name: 'more than 64 records', named: false, kinds: ['TOO_MANY_ATTRIBUTIONS'], lie: tooMany },
]
