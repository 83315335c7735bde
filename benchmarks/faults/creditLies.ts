import { compareCredits, ROLE } from '@openledger/core/leaves/creditLeaf.ts'
import type { Lie } from './forge.ts'
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

/** What is to be burned is carried, or the other way round. */
function wrongTotals({ dice, second }: LieContext): Lie {
  const { burned, carriedTotal } = second.epoch
  const by = BigInt(1 + dice.below(1_000_000)) * (dice.below(2) === 0 ? 1n : -1n)
  return { post: () => ({ burned: burned - by, carriedTotal: carriedTotal + by }) }
}

/** Faults of credits. */
export const creditClasses: readonly FaultClass[] = [
  { name: 'credit wrong', named: true, kinds: ['SERVICE_CREDIT_WRONG', 'DATA_CREDIT_WRONG'], lie: wrong },
  { name: 'credit missing', named: true, kinds: ['SERVICE_CREDIT_MISSING', 'DATA_CREDIT_MISSING'], lie: missing },
  { name: 'credit foreign', named: true, kinds: ['CREDIT_FOREIGN', 'DATA_CREDIT_WRONG'], lie: foreign },
  { name: 'burned or carried wrong', named: false, kinds: ['TOTALS_WRONG'], lie: wrongTotals },
]
