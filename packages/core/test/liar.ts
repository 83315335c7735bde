import { MemoryDataStore } from '../src/data/dataStore.ts'
import type { Receipt } from '../src/eip712/receipt.ts'
import { type BuiltEpoch, buildEpoch } from '../src/epoch/buildEpoch.ts'
import { deriveCredits } from '../src/epoch/deriveCredits.ts'
import type { EpochFacts } from '../src/epoch/epochFacts.ts'
import { publishEpoch } from '../src/epoch/publishEpoch.ts'
import { type AttributionLeaf, compareAttributions } from '../src/leaves/attributionLeaf.ts'
import type { SignedReceipt } from '../src/leaves/receiptLeaf.ts'
import { verifyEpoch } from '../src/verify/verifyEpoch.ts'
import { factsOf, forge, type Lie, priced } from './forge.ts'
import { memoryChain } from './memoryChain.ts'
import { makeCalls, makeWorld, signReceipt } from './world.ts'

/** Two honest epochs of one world: what an operator then lies about. */
export const world = makeWorld(21)
export const first = await buildEpoch({
  ...world.base,
  number: 1n,
  previous: undefined,
  ...(await makeCalls(world, undefined, 5)),
})
export const second = await buildEpoch({
  ...world.base,
  number: 2n,
  previous: first.next,
  ...(await makeCalls(world, first.next, 24)),
})

/** What the verifier says of a second epoch in which the operator lies consistently. */
export async function verdict(lie: Lie) {
  const forged = forge(world, second, first.next, lie)
  const store = new MemoryDataStore()
  await publishEpoch(first, store)
  await publishEpoch(forged, store)
  const chain = memoryChain(world, [first, forged])
  return (await verifyEpoch({ chain, store, operator: world.base.operator, number: 2n })).firstDifference
}

/** Credits of the second epoch as they would be under other facts. */
export const repaid = (change: (facts: EpochFacts) => EpochFacts) =>
  deriveCredits(change(factsOf(world)), priced(world, second.leaves.receipts), second.leaves.attributions).credits

/** A value that the seeded world has. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the world lacks what this lie needs')
  return value
}

/** Signs a changed receipt in place, the rest of its channel following on. */
export async function change(
  at: (receipt: Receipt) => boolean,
  edit: (receipt: Receipt) => Receipt,
  follow = true,
): Promise<SignedReceipt[]> {
  const receipts = [...second.leaves.receipts]
  const index = receipts.findIndex(({ receipt }) => at(receipt))
  const edited = edit(must(receipts[index]).receipt)
  receipts[index] = await signReceipt(world, edited)
  let before = edited.cumulativeAfter
  for (let i = index + 1; follow && receipts[i]?.receipt.channelId === edited.channelId; i++) {
    const { receipt } = must(receipts[i])
    receipts[i] = await signReceipt(world, {
      ...receipt,
      cumulativeBefore: before,
      cumulativeAfter: before + receipt.fee,
    })
    before += receipt.fee
  }
  return receipts
}

/** Replaces the attributions of one call that has influence (or citation, or flat) leaves. */
export function attribute(
  method: number,
  edit: (group: AttributionLeaf[], receipt: Receipt) => AttributionLeaf[],
  least = 2,
): AttributionLeaf[] {
  const { attributions, receipts } = second.leaves
  const groups = Map.groupBy(attributions, (leaf) => leaf.callId)
  const chosen = must(
    [...groups.values()].find((group) => group.filter((leaf) => leaf.method === method).length >= least),
  )
  const callId = must(chosen[0]).callId
  const { receipt } = must(receipts.find((entry) => entry.receipt.callId === callId))
  return attributions
    .flatMap((leaf) => (leaf === chosen[0] ? edit(chosen, receipt) : leaf.callId === callId ? [] : [leaf]))
    .sort(compareAttributions)
}

/** A list with one entry replaced. */
export const replace = <T>(list: readonly T[], index: number, value: T): T[] =>
  list.map((entry, i) => (i === index ? value : entry))
/** A receipt that another one of its channel follows. */
export const inMiddle = () => {
  const { receipts } = second.leaves
  return receipts.findIndex(
    ({ receipt }, i) => receipts[i + 1]?.receipt.channelId === receipt.channelId && receipt.fee > 0n,
  )
}

/** Sorts nothing, but makes running sums agree again. */
export function resum(credits: readonly BuiltEpoch['leaves']['credits'][number][]) {
  let account = ''
  let running = 0n
  return credits.map((credit) => {
    running = credit.account === account ? running + credit.amount : credit.amount
    account = credit.account
    return { ...credit, runningSum: running }
  })
}
