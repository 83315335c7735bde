import { beforeAll, describe, expect, test } from 'vitest'
import { memoryChain } from '../../test/memoryChain.ts'
import { makeCalls, makeWorld, signReceipt, type World } from '../../test/world.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import { versionDataBytes } from '../data/versionData.ts'
import { type BuiltEpoch, buildEpoch } from '../epoch/buildEpoch.ts'
import { publishEpoch } from '../epoch/publishEpoch.ts'
import { METHOD } from '../leaves/attributionLeaf.ts'
import { hashText, saltedHash } from '../primitives/hash.ts'
import type { ShownCall } from './shownCall.ts'
import { verifyCall } from './verifyCall.ts'

let world: World
let built: BuiltEpoch
let store: MemoryDataStore

beforeAll(async () => {
  world = makeWorld(11)
  store = new MemoryDataStore()
  const calls = await makeCalls(world, undefined, 60)
  built = await buildEpoch({ ...world.base, number: 1n, previous: undefined, ...calls })
  await publishEpoch(built, store)
  for (const { records } of world.base.versions) await store.put(versionDataBytes(records))
})

/** A call as a gateway shows it: the first of the epoch whose attribution is of this method. */
function shownCall(method: 1 | 2 | 3, epoch: bigint | null): ShownCall {
  const leaf = built.leaves.attributions.find((one) => one.method === method)
  const signed = built.leaves.receipts.find(({ receipt }) => receipt.callId === leaf?.callId)
  if (signed === undefined) throw new Error('no such call')
  const { callId } = signed.receipt
  const of = <T extends { callId: string }>(leaves: readonly T[]) => leaves.filter((one) => one.callId === callId)
  return {
    ...signed,
    attribution: of(built.leaves.attributions).map(({ callId: _, receipt: __, method: by, ...rest }) => ({
      ...rest,
      method: by as 1 | 2 | 3,
    })),
    payouts: of(built.leaves.credits),
    epoch,
  }
}

const verify = (call: ShownCall, posted: readonly BuiltEpoch[] = [built]) =>
  verifyCall({ chain: memoryChain(world, posted), store, operator: world.base.operator, call, block: 10n ** 6n })

describe.each(Object.entries(METHOD))('a call attributed by %s', (_name, method) => {
  test('stands in its epoch: receipt, leaves, weights and credits', async () => {
    const found = await verify(shownCall(method, 1n))
    expect(found.firstDifference).toBeUndefined()
    expect(found).toMatchObject({ ok: true, inEpoch: true })
    expect(found.steps.map(({ name }) => name)).toEqual([
      ...['signature', 'post', 'manifest', 'published data', 'trees', 'rules', 'receipt', 'models and prices', 'fee'],
      ...['versions', 'Datanets', 'training logs', 'attribution', 'payout'],
    ])
  })

  test('stands before any epoch has it: what the chain says of it', async () => {
    const found = await verify(shownCall(method, null), [])
    expect(found.firstDifference).toBeUndefined()
    expect(found).toMatchObject({ ok: true, inEpoch: false })
    expect(found.steps.map(({ name }) => name)).toEqual([
      ...['signature', 'models and prices', 'fee', 'versions', 'Datanets', 'records', 'payout'],
    ])
  })

  test.each([1n, null])('one wei more for one account, in epoch %s', async (epoch) => {
    const call = shownCall(method, epoch)
    const payouts = (call.payouts ?? []).map((one, i) => (i === 0 ? { ...one, amount: one.amount + 1n } : one))
    const found = await verify({ ...call, payouts })
    expect(found.firstDifference).toMatchObject({ code: 'EPOCH_CREDIT_WRONG', field: 'amount' })
    expect(found.steps.at(-1)).toMatchObject({ name: 'payout', ok: false })
    const [gone] = call.payouts ?? []
    expect((await verify({ ...call, payouts: (call.payouts ?? []).slice(1) })).firstDifference).toMatchObject({
      code: 'EPOCH_CREDIT_WRONG',
      expected: gone?.amount.toString(),
      found: 'none',
    })
  })

  test('weight that moved from one record to another', async () => {
    const call = shownCall(method, 1n)
    const [first, ...rest] = call.attribution ?? []
    if (first === undefined) throw new Error('no attribution')
    const moved = { ...call, attribution: [{ ...first, weight: first.weight - 1n }, ...rest] }
    expect((await verify(moved)).firstDifference).toMatchObject({
      code: 'EPOCH_FACT_CONFLICT',
      file: expect.stringMatching(/^attributions/),
    })
    expect((await verify({ ...moved, epoch: null })).firstDifference).toMatchObject({
      code: 'EPOCH_ATTRIBUTION_WEIGHT',
    })
  })
})

describe('a receipt', () => {
  test('that somebody else signed, or whose fee is not tokens × price', async () => {
    const call = shownCall(1, null)
    const longer = { ...call.receipt, outputTokens: call.receipt.outputTokens + 1 }
    expect((await verify({ ...call, receipt: longer })).firstDifference?.code).toBe('EPOCH_RECEIPT_SIGNATURE')
    const signed = await signReceipt(world, longer)
    expect((await verify({ ...call, ...signed })).firstDifference?.code).toBe('EPOCH_RECEIPT_FEE')
  })

  test('that is not the one of its epoch, or of an epoch that has no such call', async () => {
    const call = shownCall(1, 1n)
    const other = await signReceipt(world, { ...call.receipt, requestHash: hashText('other words') })
    expect((await verify({ ...call, ...other })).firstDifference).toMatchObject({
      code: 'EPOCH_FACT_CONFLICT',
      field: 'hash',
    })
    const foreign = await signReceipt(world, { ...call.receipt, callId: hashText('no call') })
    expect((await verify({ ...call, ...foreign })).firstDifference).toMatchObject({
      code: 'EPOCH_FACT_MISSING',
      field: 'callId',
    })
  })

  test('of these words, and of no others', async () => {
    const call = shownCall(1, null)
    const salt = hashText('salt')
    const words = { salt, messages: [{ role: 'user', content: 'Why?' }], answer: 'Because.' }
    const signed = await signReceipt(world, {
      ...call.receipt,
      requestHash: saltedHash(salt, '[{"content":"Why?","role":"user"}]'),
      responseHash: saltedHash(salt, 'Because.'),
    })
    expect((await verify({ ...call, ...signed, words })).ok).toBe(true)
    expect(
      (await verify({ ...call, ...signed, words: { ...words, answer: 'Because!' } })).firstDifference,
    ).toMatchObject({
      code: 'CONTENT_WRONG',
      field: 'responseHash',
    })
  })
})
