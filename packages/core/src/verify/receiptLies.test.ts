import { describe, expect, test } from 'vitest'
import { change, first, inMiddle, must, replace, second, verdict, world } from '../../test/liar.ts'
import { memoryChain } from '../../test/memoryChain.ts'
import { makeCalls, makeWorld, POSTED_AT, signReceipt } from '../../test/world.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import { buildEpoch } from '../epoch/buildEpoch.ts'
import { publishEpoch } from '../epoch/publishEpoch.ts'
import { verifyEpoch } from './verifyEpoch.ts'

describe('lies about receipts', () => {
  test('the honest epoch holds', async () => {
    expect(await verdict({})).toBeUndefined()
  })

  test('a receipt is dropped from the middle of its channel', async () => {
    const dropped = must(second.leaves.receipts[inMiddle()]).receipt
    const receipts = second.leaves.receipts.filter(({ receipt }) => receipt !== dropped)
    const attributions = second.leaves.attributions.filter((leaf) => leaf.callId !== dropped.callId)
    expect(await verdict({ receipts, attributions })).toMatchObject({
      code: 'EPOCH_RECEIPT_SEQUENCE',
      field: 'sequence',
      expected: `${dropped.sequence}`,
      found: `${dropped.sequence + 1n}`,
    })
  })

  test('the last receipt of a channel is dropped', async () => {
    const dropped = must(second.leaves.receipts.at(-1)).receipt
    const receipts = second.leaves.receipts.slice(0, -1)
    const attributions = second.leaves.attributions.filter((leaf) => leaf.callId !== dropped.callId)
    const found = await verdict({ receipts, attributions })
    expect(found).toMatchObject({
      code: 'EPOCH_CHANNEL_COLLECTED',
      leaf: `channel ${dropped.channelId}`,
      expected: `${dropped.cumulativeAfter}`,
    })
  })

  test('a whole channel is left out', async () => {
    const lone = makeWorld(21)
    const calls = await makeCalls(lone, undefined, 12)
    const gone = must(calls.receipts.at(-1)).receipt.channelId
    const kept = calls.receipts.filter(({ receipt }) => receipt.channelId !== gone)
    const callIds = new Set(kept.map(({ receipt }) => receipt.callId))
    const built = await buildEpoch({
      ...lone.base,
      number: 1n,
      previous: undefined,
      receipts: kept,
      attributions: new Map([...calls.attributions].filter(([id]) => callIds.has(id))),
    })
    const store = new MemoryDataStore()
    await publishEpoch(built, store)
    const { firstDifference } = await verifyEpoch({
      chain: memoryChain(lone, [built], new Map([[gone, 77n]])),
      store,
      operator: lone.base.operator,
      number: 1n,
    })
    expect(firstDifference).toMatchObject({ code: 'EPOCH_CHANNEL_COLLECTED', leaf: `channel ${gone}`, found: 'none' })
  })

  test('more was collected than the receipts say', async () => {
    const { channelId, cumulativeAfter } = must(second.leaves.receipts.at(-1)).receipt
    const collected = new Map([...second.next.channels].map(([id, end]) => [id, end.cumulative]))
    collected.set(channelId, cumulativeAfter + 1n)
    const store = new MemoryDataStore()
    for (const built of [first, second]) await publishEpoch(built, store)
    const chain = memoryChain(world, [first, second])
    const lying = {
      ...chain,
      collectedChannels: async (operator: `0x${string}`, block: bigint) =>
        (block === 20n ? memoryChain(world, [first, second], collected) : chain).collectedChannels(operator, block),
    }
    const { firstDifference } = await verifyEpoch({ chain: lying, store, operator: world.base.operator, number: 2n })
    expect(firstDifference).toMatchObject({ code: 'EPOCH_CHANNEL_COLLECTED', epoch: '2', leaf: `channel ${channelId}` })
  })

  test('a call is billed at a price that did not hold yet', async () => {
    const chain = memoryChain(world, [first])
    const store = new MemoryDataStore()
    await publishEpoch(first, store)
    const from = (effectiveFrom: bigint) => ({
      ...chain,
      price: async (modelId: `0x${string}`, version: number) => ({
        ...must(await chain.price(modelId, version)),
        effectiveFrom,
      }),
    })
    const verify = async (effectiveFrom: bigint) =>
      (await verifyEpoch({ chain: from(effectiveFrom), store, operator: world.base.operator, number: 1n }))
        .firstDifference
    const times = first.leaves.receipts.map(({ receipt }) => receipt.time)
    const earliest = must(times.toSorted((a, b) => (a < b ? -1 : 1))[0])
    expect(await verify(earliest)).toBeUndefined()
    expect(await verify(earliest + 1n)).toMatchObject({ code: 'EPOCH_RECEIPT_FEE', field: 'priceVersion' })
  })

  test('a receipt is from before the last one of its channel, or not from before the post', async () => {
    const gone = inMiddle()
    const { receipt } = must(second.leaves.receipts[gone])
    const next = must(second.leaves.receipts[gone + 1]).receipt
    const earlier = await change(
      (one) => one.callId === next.callId,
      (one) => ({ ...one, time: receipt.time - 1n }),
    )
    expect(await verdict({ receipts: earlier })).toMatchObject({
      code: 'EPOCH_RECEIPT_TIME',
      found: `${receipt.time - 1n}`,
    })
    const last = must(second.leaves.receipts.at(-1)).receipt
    const late = await change(
      (one) => one.callId === last.callId,
      (one) => ({ ...one, time: POSTED_AT }),
    )
    expect(await verdict({ receipts: late })).toMatchObject({
      code: 'EPOCH_RECEIPT_TIME',
      expected: `before ${POSTED_AT}`,
    })
  })

  test('a channel of another operator is settled', async () => {
    const chain = memoryChain(world, [first])
    const store = new MemoryDataStore()
    await publishEpoch(first, store)
    const foreign = {
      ...chain,
      collectedChannels: async () =>
        (await chain.collectedChannels(world.base.operator, 10n)).map((channel, i) =>
          i === 0 ? { ...channel, payer: world.base.settlement } : channel,
        ),
    }
    const { firstDifference } = await verifyEpoch({ chain: foreign, store, operator: world.base.operator, number: 1n })
    expect(firstDifference).toMatchObject({ code: 'EPOCH_CHANNEL_FOREIGN' })
  })

  test('a fee is a wei too high, the channel following on', async () => {
    const receipts = await change(
      (receipt) => receipt.fee > 0n && receipt.components.length === 1,
      (receipt) => ({ ...receipt, fee: receipt.fee + 1n, cumulativeAfter: receipt.cumulativeAfter + 1n }),
    )
    expect(await verdict({ receipts })).toMatchObject({ code: 'EPOCH_RECEIPT_FEE', field: 'fee' })
  })

  test('a price version that the chain lacks', async () => {
    const receipts = await change(
      () => true,
      (receipt) => ({
        ...receipt,
        components: receipt.components.map((component) => ({ ...component, priceVersion: 9 })),
      }),
    )
    expect(await verdict({ receipts })).toMatchObject({ code: 'EPOCH_RECEIPT_FEE', field: 'priceVersion', found: '9' })
  })

  test('a cumulative falls', async () => {
    const receipts = await change(
      (receipt) => receipt.cumulativeBefore > 0n,
      (receipt) => ({
        ...receipt,
        cumulativeBefore: receipt.cumulativeBefore - 1n,
        cumulativeAfter: receipt.cumulativeAfter - 1n,
      }),
      false,
    )
    expect(await verdict({ receipts })).toMatchObject({ code: 'EPOCH_RECEIPT_CUMULATIVE', field: 'cumulativeBefore' })
  })

  test('a receipt twice, a call twice, receipts unsorted', async () => {
    const { receipts } = second.leaves
    expect(await verdict({ receipts: [must(receipts[0]), ...receipts] })).toMatchObject({ code: 'EPOCH_RECEIPT_ORDER' })
    const [a, b] = [must(receipts[0]), must(receipts[1])]
    const lastChannel = must(receipts.at(-1)).receipt.channelId
    const unsorted = [true, false].flatMap((last) =>
      receipts.filter(({ receipt }) => (receipt.channelId === lastChannel) === last),
    )
    expect(await verdict({ receipts: unsorted })).toMatchObject({ code: 'EPOCH_RECEIPT_ORDER' })
    expect(await verdict({ receipts: [b, a, ...receipts.slice(2)] })).toMatchObject({ code: 'EPOCH_RECEIPT_SEQUENCE' })
    const twin = await signReceipt(world, { ...b.receipt, callId: a.receipt.callId })
    expect(await verdict({ receipts: replace(receipts, 1, twin) })).toMatchObject({ code: 'EPOCH_CALL_REPEATED' })
    const again = await signReceipt(world, { ...a.receipt, callId: must(first.leaves.receipts[0]).receipt.callId })
    expect(await verdict({ receipts: replace(receipts, 0, again) })).toMatchObject({ code: 'EPOCH_CALL_REPEATED' })
  })

  test('somebody else signed; the signature is another one', async () => {
    const { receipts } = second.leaves
    const other = makeWorld(99)
    const foreign = await signReceipt(other, must(receipts[3]).receipt)
    expect(await verdict({ receipts: replace(receipts, 3, foreign) })).toMatchObject({
      code: 'EPOCH_RECEIPT_SIGNATURE',
      leaf: '3',
      file: expect.stringContaining('receipts/chunks/0 0x'),
    })
    const swapped = { ...must(receipts[3]), signature: must(receipts[4]).signature }
    expect(await verdict({ receipts: replace(receipts, 3, swapped) })).toMatchObject({
      code: 'EPOCH_RECEIPT_SIGNATURE',
    })
  })

  test('an unknown model, a model twice, a version that the model does not retrieve from', async () => {
    const unknown = await change(
      () => true,
      (receipt) => ({ ...receipt, components: [{ modelId: receipt.callId, scalePpm: 1, priceVersion: 1 }] }),
    )
    expect(await verdict({ receipts: unknown })).toMatchObject({
      code: 'EPOCH_FACT_MISSING',
      field: 'modelId',
      leaf: '0',
    })
    const twice = await change(
      (receipt) => receipt.components.length === 1,
      (receipt) => ({ ...receipt, components: [...receipt.components, ...receipt.components] }),
    )
    expect(await verdict({ receipts: twice })).toMatchObject({ code: 'EPOCH_RECEIPT_COMPONENTS' })
    const root = must(world.models.trained.trainingVersions[0])
    const stray = await change(
      () => true,
      (receipt) => ({ ...receipt, retrievedVersions: [root] }),
    )
    expect(await verdict({ receipts: stray })).toMatchObject({ code: 'EPOCH_RECEIPT_VERSION', found: root })
  })
})
