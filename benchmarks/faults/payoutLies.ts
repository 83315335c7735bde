import type { PayoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import type { Lie } from './forge.ts'
import { type FaultClass, type LieContext, replaced, resummed, somewhere } from './lieContext.ts'
import { at } from './people.ts'

const had = ({ first }: LieContext, { account }: PayoutLeaf) =>
  first.payouts.find((leaf) => leaf.account === account)?.cumulative ?? 0n

/** Takes money from one payout and gives it to another, so that the sum stays. */
function moved(context: LieContext, from: number, to: number, amount: bigint): PayoutLeaf[] {
  return context.second.payouts.map((leaf, i) => {
    if (i === from) return { ...leaf, cumulative: leaf.cumulative - amount }
    return i === to ? { ...leaf, cumulative: leaf.cumulative + amount } : leaf
  })
}

function other(context: LieContext, index: number): number {
  return somewhere(context.dice, context.second.payouts, (_, i) => i !== index)
}

function fell(context: LieContext): Lie {
  const { dice, second } = context
  const from = somewhere(dice, second.payouts, (leaf) => had(context, leaf) > 0n)
  const leaf = at(second.payouts, from)
  const below = 1n + BigInt(dice.below(1_000_000)) * (had(context, leaf) / 1_000_001n)
  return { payouts: moved(context, from, other(context, from), leaf.cumulative - had(context, leaf) + below) }
}

function dropped(context: LieContext): Lie {
  const { dice, second } = context
  const gone = somewhere(dice, second.payouts, (leaf) => had(context, leaf) > 0n)
  const all = moved(context, gone, other(context, gone), at(second.payouts, gone).cumulative)
  return { payouts: all.filter((_, i) => i !== gone) }
}

/** Credits say one thing and payouts another, no account falling below what it had. */
function shifted(context: LieContext): Lie {
  const { dice, second } = context
  const from = somewhere(dice, second.payouts, (leaf) => leaf.cumulative > had(context, leaf))
  const leaf = at(second.payouts, from)
  const amount = 1n + (leaf.cumulative - had(context, leaf) - 1n) / BigInt(1 + dice.below(9))
  return { payouts: moved(context, from, other(context, from), amount) }
}

/** An account without a credit is paid. */
function invented(context: LieContext): Lie {
  const { dice, second } = context
  const from = somewhere(dice, second.payouts, (leaf) => leaf.cumulative > had(context, leaf))
  const account = `0x${dice.hash().slice(2, 42)}` as const
  const payouts = [...moved(context, from, -1, 1n), { account, cumulative: 1n }]
  return { payouts: payouts.sort((a, b) => (a.account < b.account ? -1 : 1)) }
}

/** An account that is new in this epoch has credits and no payout. */
function unpaid(context: LieContext): Lie {
  const { dice, second } = context
  const { credits, payouts } = second.leaves
  const index = dice.below(credits.length)
  const account = `0x${dice.hash().slice(2, 42)}` as const
  const moving = at(credits, index)
  const rest = [...credits.filter((_, i) => i !== index), { ...moving, account }]
  return {
    credits: resummed(rest.sort((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0))),
    payouts,
  }
}

function wrongRunningSum({ dice, second }: LieContext): Lie {
  const { credits, payouts } = second.leaves
  const index = dice.below(credits.length)
  const leaf = at(credits, index)
  const runningSum = leaf.runningSum + BigInt(1 + dice.below(1_000))
  return { credits: replaced(credits, index, { ...leaf, runningSum }), payouts }
}

/** Faults of payouts. */
export const payoutClasses: readonly FaultClass[] = [
  { name: 'cumulative fell', named: true, kinds: ['CUMULATIVE_FELL'], lie: fell },
  { name: 'account dropped', named: true, kinds: ['ACCOUNT_DROPPED'], lie: dropped },
  { name: 'payout not what the credits sum to', named: false, kinds: ['PAYOUT_WRONG'], lie: shifted },
  { name: 'payout without a credit', named: false, kinds: ['PAYOUT_UNCREDITED'], lie: invented },
  { name: 'credit without a payout', named: false, kinds: ['PAYOUT_MISSING'], lie: unpaid },
  { name: 'running sum wrong', named: false, kinds: ['RUNNING_SUM_WRONG'], lie: wrongRunningSum },
]
