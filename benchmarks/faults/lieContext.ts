import type { Receipt } from '@openledger/core/eip712/receipt.ts'
import type { BuiltEpoch } from '@openledger/core/epoch/buildEpoch.ts'
import type { FaultName } from '@openledger/core/faults/faultKind.ts'
import type { AttributionLeaf } from '@openledger/core/leaves/attributionLeaf.ts'
import type { CreditLeaf } from '@openledger/core/leaves/creditLeaf.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Lie } from './forge.ts'
import { type Dice, signReceipt } from './honestCalls.ts'
import type { Ledger } from './ledger.ts'
import { at } from './people.ts'

/** Two honest epochs of a ledger: what an operator then lies about in the second. */
export type LieContext = {
  readonly ledger: Ledger
  readonly first: BuiltEpoch
  readonly second: BuiltEpoch
  readonly dice: Dice
}

/** One class of fault: how to lie, and the kinds by which a watcher may prove it. */
export type FaultClass = {
  /** As the row calls it. */
  readonly name: string
  /** Whether design §5.8 names it, or it is one of the further ones that the provers know. */
  readonly named: boolean
  readonly kinds: readonly FaultName[]
  readonly lie: (context: LieContext) => Lie | Promise<Lie>
}

/** A list with one entry replaced. */
export const replaced = <T>(list: readonly T[], index: number, value: T): T[] =>
  list.map((entry, i) => (i === index ? value : entry))

/** Index of a random entry that fits. */
export function somewhere<T>(dice: Dice, list: readonly T[], fits: (entry: T, index: number) => boolean): number {
  const places = list.flatMap((entry, index) => (fits(entry, index) ? [index] : []))
  return dice.pick(places)
}

/** Makes running sums agree with the amounts again. */
export function resummed(credits: readonly CreditLeaf[]): CreditLeaf[] {
  let account = ''
  let running = 0n
  return credits.map((credit) => {
    running = credit.account === account ? running + credit.amount : credit.amount
    account = credit.account
    return { ...credit, runningSum: running }
  })
}

/** Signs a changed receipt in place; with `follow` the rest of its channel starts where it ends. */
export async function changedReceipt(
  { ledger, second }: LieContext,
  index: number,
  edit: (receipt: Receipt) => Receipt,
  follow = true,
): Promise<SignedReceipt[]> {
  const receipts = [...second.leaves.receipts]
  const edited = edit(at(receipts, index).receipt)
  receipts[index] = await signReceipt(ledger, edited)
  let before = edited.cumulativeAfter
  for (let i = index + 1; follow && receipts[i]?.receipt.channelId === edited.channelId; i++) {
    const { receipt } = at(receipts, i)
    const cumulativeAfter = before + receipt.fee
    receipts[i] = await signReceipt(ledger, { ...receipt, cumulativeBefore: before, cumulativeAfter })
    before = cumulativeAfter
  }
  return receipts
}

/** Attributions by call. */
export const callGroups = ({ second }: LieContext): AttributionLeaf[][] => [
  ...Map.groupBy(second.leaves.attributions, (leaf) => leaf.callId).values(),
]

/** Replaces a call's attributions by others, in order. */
export function regrouped(
  { second }: LieContext,
  group: readonly AttributionLeaf[],
  instead: readonly AttributionLeaf[],
): AttributionLeaf[] {
  const [start] = group
  return second.leaves.attributions.flatMap((leaf) =>
    leaf === start ? [...instead] : leaf.callId === start?.callId ? [] : [leaf],
  )
}
