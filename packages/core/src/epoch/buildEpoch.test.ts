import { beforeAll, expect, test } from 'vitest'
import { makeCalls, makeWorld, signReceipt, type World } from '../../test/world.ts'
import type { Receipt } from '../eip712/receipt.ts'
import { compareCredits } from '../leaves/creditLeaf.ts'
import { type BuildEpochInput, type BuiltEpoch, buildEpoch } from './buildEpoch.ts'

let world: World
let input: BuildEpochInput
let built: BuiltEpoch
beforeAll(async () => {
  world = makeWorld(5)
  input = { ...world.base, number: 1n, previous: undefined, ...(await makeCalls(world, undefined, 15)) }
  built = await buildEpoch(input)
})

test('an epoch is the same however its lists are ordered', async () => {
  const again = await buildEpoch({
    ...input,
    models: [...input.models].reverse(),
    versions: [...input.versions].reverse(),
    logs: [...input.logs].reverse(),
    attributions: new Map([...input.attributions].reverse()),
  })
  expect(again.epochHash).toBe(built.epochHash)
  expect([...again.blobs.keys()].sort()).toEqual([...built.blobs.keys()].sort())
})

test("credits are sorted, their running sums end at each account's payout", () => {
  const { credits, payouts } = built.leaves
  expect([...credits].sort(compareCredits)).toEqual(credits)
  for (const { account, cumulative } of payouts) {
    const own = credits.filter((credit) => credit.account === account)
    expect(own.at(-1)?.runningSum).toBe(cumulative)
    expect(own.reduce((sum, credit) => sum + credit.amount, 0n)).toBe(cumulative)
  }
  const { epoch } = built
  expect(epoch.payouts.sum + epoch.burned + epoch.carriedTotal).toBe(epoch.receipts.sum)
})

test('a second epoch adds up and keeps every account', async () => {
  const next = await buildEpoch({
    ...world.base,
    number: 2n,
    previous: built.next,
    ...(await makeCalls(world, built.next, 8)),
  })
  expect(next.epoch.previous).toBe(built.epochHash)
  expect(next.manifest.previousData).toBe(built.epoch.dataCommitment)
  const accounts = new Set(next.payouts.map((leaf) => leaf.account))
  expect(built.payouts.every((leaf) => accounts.has(leaf.account))).toBe(true)
  expect(next.epoch.payouts.sum - built.epoch.payouts.sum + next.burned).toBe(next.epoch.receipts.sum)
})

test('what a verifier would find is never built', async () => {
  const receipts = [...input.receipts]
  const edited = async (edit: (receipt: Receipt) => Receipt) => {
    const [first, ...rest] = receipts
    if (first === undefined) throw new Error('no receipts')
    return [await signReceipt(world, edit(first.receipt)), ...rest]
  }
  const refuse = (changes: Partial<BuildEpochInput>, code: string) =>
    expect(buildEpoch({ ...input, ...changes })).rejects.toMatchObject({ code })
  await refuse({ number: 2n }, 'EPOCH_CHAIN_BROKEN')
  await refuse({ receipts: receipts.slice(1) }, 'EPOCH_RECEIPT_SEQUENCE')
  await refuse(
    {
      receipts: await edited((receipt) => ({
        ...receipt,
        fee: receipt.fee + 1n,
        cumulativeAfter: receipt.cumulativeAfter + 1n,
      })),
    },
    'EPOCH_RECEIPT_FEE',
  )
  await refuse(
    { receipts: await edited((receipt) => ({ ...receipt, cumulativeAfter: receipt.cumulativeAfter + 1n })) },
    'EPOCH_RECEIPT_CUMULATIVE',
  )
  await refuse({ operator: world.base.settlement }, 'EPOCH_RECEIPT_SIGNATURE')
  await refuse({ attributions: new Map() }, 'EPOCH_ATTRIBUTION_MISSING')
  await refuse({ models: [] }, 'EPOCH_FACT_MISSING')
  await refuse({ logs: [] }, 'EPOCH_FACT_MISSING')
  await refuse({ datanets: [] }, 'EPOCH_FACT_MISSING')
  await refuse(
    { versions: input.versions.map((version) => ({ ...version, records: version.records.slice(1) })) },
    'EPOCH_FACT_CONFLICT',
  )
})
