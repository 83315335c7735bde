import { beforeAll, describe, expect, test } from 'vitest'
import { forge, type Lie } from '../../test/forge.ts'
import { memoryChain } from '../../test/memoryChain.ts'
import { makeCalls, makeWorld, signReceipt, THRESHOLD, type World, writeLog } from '../../test/world.ts'
import { MemoryDataStore } from '../data/dataStore.ts'
import { type BuiltEpoch, buildEpoch } from '../epoch/buildEpoch.ts'
import { publishEpoch } from '../epoch/publishEpoch.ts'
import type { Receipt } from '../eip712/receipt.ts'
import { type AttributionLeaf, compareAttributions } from '../leaves/attributionLeaf.ts'
import type { SignedReceipt } from '../leaves/receiptLeaf.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { verifyEpoch } from './verifyEpoch.ts'

let world: World
let first: BuiltEpoch
let second: BuiltEpoch
beforeAll(async () => {
  world = makeWorld(21)
  first = await buildEpoch({ ...world.base, number: 1n, previous: undefined, ...(await makeCalls(world, undefined, 5)) })
  second = await buildEpoch({ ...world.base, number: 2n, previous: first.next, ...(await makeCalls(world, first.next, 24)) })
})

/** What the verifier says of a second epoch in which the operator lies consistently. */
async function verdict(lie: Lie, collected?: ReadonlyMap<Hex32, bigint>) {
  const forged = forge(world, second, first.next, lie)
  const store = new MemoryDataStore()
  await publishEpoch(first, store)
  await publishEpoch(forged, store)
  const chain = memoryChain(world, [first, forged], collected)
  return (await verifyEpoch({ chain, store, operator: world.base.operator, number: 2n })).firstDifference
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the world lacks what this lie needs')
  return value
}

/** Signs a changed receipt in place, the rest of its channel following on. */
async function change(at: (receipt: Receipt) => boolean, edit: (receipt: Receipt) => Receipt, follow = true): Promise<SignedReceipt[]> {
  const receipts = [...second.leaves.receipts]
  const index = receipts.findIndex(({ receipt }) => at(receipt))
  const edited = edit(must(receipts[index]).receipt)
  receipts[index] = await signReceipt(world, edited)
  let before = edited.cumulativeAfter
  for (let i = index + 1; follow && receipts[i]?.receipt.channelId === edited.channelId; i++) {
    const { receipt } = must(receipts[i])
    receipts[i] = await signReceipt(world, { ...receipt, cumulativeBefore: before, cumulativeAfter: before + receipt.fee })
    before += receipt.fee
  }
  return receipts
}

/** Replaces the attributions of one call that has influence (or citation, or flat) leaves. */
function attribute(method: number, edit: (group: AttributionLeaf[], receipt: Receipt) => AttributionLeaf[], least = 2): AttributionLeaf[] {
  const { attributions, receipts } = second.leaves
  const groups = Map.groupBy(attributions, (leaf) => leaf.callId)
  const chosen = must([...groups.values()].find((group) => group.filter((leaf) => leaf.method === method).length >= least))
  const callId = must(chosen[0]).callId
  const { receipt } = must(receipts.find((entry) => entry.receipt.callId === callId))
  return attributions.flatMap((leaf) => (leaf === chosen[0] ? edit(chosen, receipt) : leaf.callId === callId ? [] : [leaf])).sort(compareAttributions)
}

const replace = <T>(list: readonly T[], index: number, value: T): T[] => list.map((entry, i) => (i === index ? value : entry))
const inMiddle = () => {
  const { receipts } = second.leaves
  return receipts.findIndex(({ receipt }, i) => receipts[i + 1]?.receipt.channelId === receipt.channelId && receipt.fee > 0n)
}

describe('lies about receipts', () => {
  test('the honest epoch holds', async () => {
    expect(await verdict({})).toBeUndefined()
  })

  test('a receipt is dropped from the middle of its channel', async () => {
    const dropped = must(second.leaves.receipts[inMiddle()]).receipt
    const receipts = second.leaves.receipts.filter(({ receipt }) => receipt !== dropped)
    const attributions = second.leaves.attributions.filter((leaf) => leaf.callId !== dropped.callId)
    expect(await verdict({ receipts, attributions })).toMatchObject({ code: 'EPOCH_RECEIPT_SEQUENCE', field: 'sequence', expected: `${dropped.sequence}`, found: `${dropped.sequence + 1n}` })
  })

  test('the last receipt of a channel is dropped', async () => {
    const dropped = must(second.leaves.receipts.at(-1)).receipt
    const receipts = second.leaves.receipts.slice(0, -1)
    const attributions = second.leaves.attributions.filter((leaf) => leaf.callId !== dropped.callId)
    const found = await verdict({ receipts, attributions })
    expect(found).toMatchObject({ code: 'EPOCH_CHANNEL_COLLECTED', leaf: `channel ${dropped.channelId}`, expected: `${dropped.cumulativeAfter}` })
  })

  test('a whole channel is left out', async () => {
    const lone = makeWorld(21)
    const calls = await makeCalls(lone, undefined, 12)
    const gone = must(calls.receipts.at(-1)).receipt.channelId
    const kept = calls.receipts.filter(({ receipt }) => receipt.channelId !== gone)
    const callIds = new Set(kept.map(({ receipt }) => receipt.callId))
    const built = await buildEpoch({ ...lone.base, number: 1n, previous: undefined, receipts: kept, attributions: new Map([...calls.attributions].filter(([id]) => callIds.has(id))) })
    const store = new MemoryDataStore()
    await publishEpoch(built, store)
    const { firstDifference } = await verifyEpoch({ chain: memoryChain(lone, [built], new Map([[gone, 77n]])), store, operator: lone.base.operator, number: 1n })
    expect(firstDifference).toMatchObject({ code: 'EPOCH_CHANNEL_COLLECTED', leaf: `channel ${gone}`, found: 'none' })
  })

  test('more was collected than the receipts say', async () => {
    const { channelId, cumulativeAfter } = must(second.leaves.receipts.at(-1)).receipt
    const collected = new Map([...second.next.channels].map(([id, end]) => [id, end.cumulative]))
    collected.set(channelId, cumulativeAfter + 1n)
    const store = new MemoryDataStore()
    for (const built of [first, second]) await publishEpoch(built, store)
    const chain = memoryChain(world, [first, second])
    const lying = { ...chain, collectedChannels: async (operator: `0x${string}`, block: bigint) => (block === 20n ? memoryChain(world, [first, second], collected) : chain).collectedChannels(operator, block) }
    const { firstDifference } = await verifyEpoch({ chain: lying, store, operator: world.base.operator, number: 2n })
    expect(firstDifference).toMatchObject({ code: 'EPOCH_CHANNEL_COLLECTED', epoch: '2', leaf: `channel ${channelId}` })
  })

  test('a channel of another operator is settled', async () => {
    const chain = memoryChain(world, [first])
    const store = new MemoryDataStore()
    await publishEpoch(first, store)
    const foreign = { ...chain, collectedChannels: async () => (await chain.collectedChannels(world.base.operator, 10n)).map((channel, i) => (i === 0 ? { ...channel, payer: world.base.settlement } : channel)) }
    const { firstDifference } = await verifyEpoch({ chain: foreign, store, operator: world.base.operator, number: 1n })
    expect(firstDifference).toMatchObject({ code: 'EPOCH_CHANNEL_FOREIGN' })
  })

  test('a fee is a wei too high, the channel following on', async () => {
    const receipts = await change((receipt) => receipt.fee > 0n && receipt.components.length === 1, (receipt) => ({ ...receipt, fee: receipt.fee + 1n, cumulativeAfter: receipt.cumulativeAfter + 1n }))
    expect(await verdict({ receipts })).toMatchObject({ code: 'EPOCH_RECEIPT_FEE', field: 'fee' })
  })

  test('a price version that the chain lacks', async () => {
    const receipts = await change(() => true, (receipt) => ({ ...receipt, components: receipt.components.map((component) => ({ ...component, priceVersion: 9 })) }))
    expect(await verdict({ receipts })).toMatchObject({ code: 'EPOCH_RECEIPT_FEE', field: 'priceVersion', found: '9' })
  })

  test('a cumulative falls', async () => {
    const receipts = await change((receipt) => receipt.cumulativeBefore > 0n, (receipt) => ({ ...receipt, cumulativeBefore: receipt.cumulativeBefore - 1n, cumulativeAfter: receipt.cumulativeAfter - 1n }), false)
    expect(await verdict({ receipts })).toMatchObject({ code: 'EPOCH_RECEIPT_CUMULATIVE', field: 'cumulativeBefore' })
  })

  test('a receipt twice, a call twice, receipts unsorted', async () => {
    const { receipts } = second.leaves
    expect(await verdict({ receipts: [must(receipts[0]), ...receipts] })).toMatchObject({ code: 'EPOCH_RECEIPT_ORDER' })
    const [a, b] = [must(receipts[0]), must(receipts[1])]
    const lastChannel = must(receipts.at(-1)).receipt.channelId
    const unsorted = [true, false].flatMap((last) => receipts.filter(({ receipt }) => (receipt.channelId === lastChannel) === last))
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
    expect(await verdict({ receipts: replace(receipts, 3, foreign) })).toMatchObject({ code: 'EPOCH_RECEIPT_SIGNATURE', leaf: '3', file: expect.stringContaining('receipts/chunks/0 0x') })
    const swapped = { ...must(receipts[3]), signature: must(receipts[4]).signature }
    expect(await verdict({ receipts: replace(receipts, 3, swapped) })).toMatchObject({ code: 'EPOCH_RECEIPT_SIGNATURE' })
  })

  test('an unknown model, a model twice, a version that the model does not retrieve from', async () => {
    const unknown = await change(() => true, (receipt) => ({ ...receipt, components: [{ modelId: receipt.callId, scalePpm: 1, priceVersion: 1 }] }))
    expect(await verdict({ receipts: unknown })).toMatchObject({ code: 'EPOCH_FACT_MISSING', field: 'modelId', leaf: '0' })
    const twice = await change((receipt) => receipt.components.length === 1, (receipt) => ({ ...receipt, components: [...receipt.components, ...receipt.components] }))
    expect(await verdict({ receipts: twice })).toMatchObject({ code: 'EPOCH_RECEIPT_COMPONENTS' })
    const root = must(world.models.trained.trainingVersions[0])
    const stray = await change(() => true, (receipt) => ({ ...receipt, retrievedVersions: [root] }))
    expect(await verdict({ receipts: stray })).toMatchObject({ code: 'EPOCH_RECEIPT_VERSION', found: root })
  })
})

describe('lies about attributions', () => {
  test('weight moves between two records', async () => {
    const attributions = attribute(1, (group) => group.map((leaf, i) => (i < 2 ? { ...leaf, weight: leaf.weight + (i === 0 ? 1n : -1n) } : leaf)))
    expect(await verdict({ attributions })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_WEIGHT', field: 'weight' })
  })

  test('a record that no log shows, one of no version, one that was not retrieved', async () => {
    const to = (commitment: Hex32, method: number) => attribute(method, (group) => group.map((leaf) => (leaf === group.find((entry) => entry.method === method) ? { ...leaf, commitment } : leaf)), 1)
    const { untrained } = world.records
    expect(await verdict({ attributions: to(untrained, 1) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_UNTRAINED', found: untrained })
    const nowhere = world.random.hex32()
    expect(await verdict({ attributions: to(nowhere, 1) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_UNTRAINED', found: nowhere })
    expect(await verdict({ attributions: to(untrained, 2) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_NOT_RETRIEVED', found: untrained })
  })

  test('a near-duplicate is paid beside its unit', async () => {
    const attributions = attribute(1, (group) => [...group, { ...must(group.find((leaf) => leaf.method === 1)), commitment: world.records.copy }])
    expect(await verdict({ attributions })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_DUPLICATE', found: world.records.copy })
  })

  test('a score at the threshold, another index, another share', async () => {
    const edit = (changes: Partial<AttributionLeaf>) => attribute(1, (group) => group.map((leaf, i) => (i === group.findIndex((entry) => entry.method === 1) ? { ...leaf, ...changes } : leaf)))
    expect(await verdict({ attributions: edit({ score: THRESHOLD }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_SCORE', found: `${THRESHOLD}` })
    expect(await verdict({ attributions: edit({ indexHash: world.records.copy }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_INDEX' })
    expect(await verdict({ attributions: edit({ sharePpm: 1 }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_WEIGHT', field: 'sharePpm' })
  })

  test('flat income goes to another Datanet, or is dressed up', async () => {
    const edit = (changes: Partial<AttributionLeaf>) => attribute(3, (group) => group.map((leaf, i) => (i === 0 ? { ...leaf, ...changes } : leaf)), 1)
    expect(await verdict({ attributions: edit({ commitment: world.records.copy }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_METHOD', field: 'commitment' })
    expect(await verdict({ attributions: edit({ weight: 1n }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_WEIGHT' })
    expect(await verdict({ attributions: edit({ score: 1n }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_SCORE' })
    expect(await verdict({ attributions: edit({ method: 1 }) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_INDEX' })
  })

  test('a leaf twice, a call without attributions, attributions without a call, 65 records', async () => {
    expect(await verdict({ attributions: attribute(1, (group) => [must(group[0]), ...group]) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_ORDER' })
    expect(await verdict({ attributions: attribute(1, () => []) })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_MISSING' })
    const stray = attribute(1, (group) => [...group, { ...must(group[0]), callId: world.records.copy }])
    expect(await verdict({ attributions: stray })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_FOREIGN', found: world.records.copy })
    const plain = must(second.leaves.receipts.find(({ receipt }) => receipt.components[0]?.modelId === world.models.plain.modelId)).receipt
    const undue = attribute(1, (group) => [...group, { ...must(group[0]), callId: plain.callId }])
    expect(await verdict({ attributions: undue })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_FOREIGN', found: plain.callId })
    const many = attribute(1, (group) => Array.from({ length: 65 }, () => ({ ...must(group[0]), commitment: world.random.hex32() })))
    expect(await verdict({ attributions: many })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_COUNT', expected: '64', found: '65' })
  })
})

describe('lies about money', () => {
  test('the operator takes a wei from a contributor', async () => {
    const { credits } = second.leaves
    const from = credits.findIndex((credit) => credit.role === 4 && credit.amount > 1n)
    const to = credits.findIndex((credit) => credit.role === 1)
    const moved = (i: number, by: bigint) => ({ ...must(credits[i]), amount: must(credits[i]).amount + by })
    const lie = resum(replace(replace(credits, from, moved(from, -1n)), to, moved(to, 1n)))
    expect(await verdict({ credits: lie })).toMatchObject({ code: 'EPOCH_CREDIT_WRONG', file: expect.stringMatching(/^credits\/chunks\/\d+ 0x/) })
  })

  test('a credit twice, a credit less, a wrong running sum', async () => {
    const { credits } = second.leaves
    const at = credits.findIndex((credit) => credit.amount > 0n)
    expect(await verdict({ credits: resum([...credits.slice(0, at), ...credits.slice(at - 1 < 0 ? 0 : at)].filter((_, i) => i !== at + 1)), post: {} })).toMatchObject({ code: 'EPOCH_CREDIT_WRONG' })
    expect(await verdict({ credits: replace(credits, at, { ...must(credits[at]), runningSum: 1n }) })).toMatchObject({ code: 'EPOCH_CREDIT_WRONG', field: 'runningSum' })
  })

  test('an account of earlier epochs is dropped, another one robbed, one invented', async () => {
    const { payouts } = second
    const victim = must(first.payouts[0])
    const heir = must(payouts.find((leaf) => leaf.account !== victim.account))
    const robbed = must(payouts.find((leaf) => leaf.account === victim.account))
    const dropped = payouts.filter((leaf) => leaf !== robbed).map((leaf) => (leaf === heir ? { ...leaf, cumulative: leaf.cumulative + robbed.cumulative } : leaf))
    expect(await verdict({ payouts: dropped })).toMatchObject({ code: 'EPOCH_ACCOUNT_DROPPED', leaf: victim.account })
    const shifted = payouts.map((leaf) => (leaf === robbed ? { ...leaf, cumulative: leaf.cumulative - 1n } : leaf === heir ? { ...leaf, cumulative: leaf.cumulative + 1n } : leaf))
    expect(await verdict({ payouts: shifted })).toMatchObject({ code: 'EPOCH_PAYOUT_WRONG', field: 'cumulative' })
    const invented = [...shifted.map((leaf) => (leaf === shifted.find((entry) => entry.account === heir.account) ? { ...leaf, cumulative: leaf.cumulative - 1n } : leaf)), { account: `0x${'ff'.repeat(20)}` as const, cumulative: 1n }]
    expect(await verdict({ payouts: invented })).toMatchObject({ code: 'EPOCH_PAYOUT_WRONG' })
    expect(await verdict({ payouts: [...payouts, must(payouts.at(-1))].map((leaf, i) => (i === payouts.length ? { ...leaf, cumulative: 0n } : leaf)) })).toMatchObject({ code: 'EPOCH_PAYOUT_WRONG', expected: 'no more leaves' })
  })

  test('burned becomes carried, or totals do not add up', async () => {
    const { burned, carriedTotal } = second.epoch
    expect(await verdict({ post: { burned: burned - 1n, carriedTotal: carriedTotal + 1n } })).toMatchObject({ code: 'EPOCH_TOTAL_WRONG', field: 'burned' })
    expect(await verdict({ post: { burned: burned - 1n } })).toMatchObject({ code: 'EPOCH_NOT_CONSERVED' })
  })
})

describe('lies about the post, rules and published files', () => {
  test('roots, counts and chain of the post', async () => {
    const { claimsRoot, credits } = second.epoch
    expect(await verdict({ post: { claimsRoot: credits.root } })).toMatchObject({ code: 'EPOCH_ROOT_WRONG', file: 'claims', found: claimsRoot })
    expect(await verdict({ post: { credits: { ...credits, root: claimsRoot } } })).toMatchObject({ code: 'EPOCH_ROOT_WRONG', file: 'credits', field: 'root' })
    expect(await verdict({ post: { attributions: { ...second.epoch.attributions, count: 1 } } })).toMatchObject({ code: 'EPOCH_ROOT_WRONG', field: 'count' })
    expect(await verdict({ post: { previous: claimsRoot } })).toMatchObject({ code: 'EPOCH_CHAIN_BROKEN', field: 'previous' })
    expect(await verdict({ post: { codeHash: claimsRoot } })).toMatchObject({ code: 'EPOCH_RULES_WRONG', file: 'post' })
    expect(await verdict({ post: { number: 3n } })).toMatchObject({ code: 'EPOCH_CHAIN_BROKEN', field: 'number' })
    expect(await verdict({ post: { dataCommitment: first.epoch.dataCommitment } })).toMatchObject({ code: 'VERIFY_MANIFEST_WRONG', field: 'epoch' })
  })

  test('other rules than those posted, rules without a threshold', async () => {
    const rules = { ...world.base.rules, citationThreshold: 1n }
    expect(await verdict({ rules, post: { rulesRoot: second.epoch.rulesRoot } })).toMatchObject({ code: 'EPOCH_RULES_WRONG', file: 'rules' })
    expect(await verdict({ rules: { ...world.base.rules, influenceThresholds: {} } })).toMatchObject({ code: 'EPOCH_RULES_WRONG', field: 'influenceThresholds' })
    expect(await verdict({ rules: { ...world.base.rules, codeHash: second.epoch.claimsRoot } })).toMatchObject({ code: 'EPOCH_RULES_WRONG', field: 'codeHash' })
    const louder = { ...world.base.rules, exponent: 1 as const }
    expect(await verdict({ rules: louder })).toMatchObject({ code: 'EPOCH_ATTRIBUTION_WEIGHT' })
  })

  test('a version with another record, a log that is another', async () => {
    const versions = world.base.versions.map((version) => ({ ...version, records: version.records.slice(1) }))
    expect(await verdict({ versions })).toMatchObject({ code: 'EPOCH_FACT_CONFLICT', file: expect.stringMatching(/^versions\//), field: 'root' })
    const roots = world.models.trained.trainingVersions
    const other = writeLog(roots, world.records.trained.slice(1))
    const with_ = (changes: { manifest?: Uint8Array; log?: Uint8Array }) => world.base.logs.map((log) => ({ ...log, ...changes }))
    expect(await verdict({ logs: with_(other) })).toMatchObject({ code: 'EPOCH_FACT_CONFLICT', field: 'manifestHash' })
    expect(await verdict({ logs: with_({ log: other.log }) })).toMatchObject({ code: 'TRAINING_LOG_BROKEN', leaf: 'line 1', file: expect.stringMatching(/^logs\/.*\/log$/) })
    const cut = writeLog(roots, world.records.trained, 3)
    expect(await verdict({ logs: with_({ log: cut.log }) })).toMatchObject({ code: 'EPOCH_FACT_CONFLICT', field: 'logRoot' })
    expect(await verdict({ logs: [] })).toMatchObject({ code: 'EPOCH_FACT_MISSING', field: 'log' })
    expect(await verdict({ versions: [] })).toMatchObject({ code: 'EPOCH_FACT_MISSING', field: 'version' })
  })

  test('blobs that hash rightly but are not in the one form', async () => {
    const encode = (text: string) => new TextEncoder().encode(text)
    const spoil = async (edit: (text: string) => string) => {
      const store = new MemoryDataStore()
      for (const bytes of first.blobs.values()) await store.put(bytes)
      const text = new TextDecoder().decode(must(first.blobs.get(first.epoch.dataCommitment)))
      const dataCommitment = await store.put(encode(edit(text)))
      const chain = memoryChain(world, [{ epoch: { ...first.epoch, dataCommitment }, next: first.next }])
      return (await verifyEpoch({ chain, store, operator: world.base.operator, number: 1n })).firstDifference
    }
    expect(await spoil((text) => text)).toBeUndefined()
    for (const edit of [
      (text: string) => ` ${text}`,
      (text: string) => `\ufeff${text}`,
      (text: string) => text.replace('"chainId":31337', '"chainId":31337.0'),
      (text: string) => text.replace('{"chainId":31337', '{"chainId":1,"chainId":31337'),
      (text: string) => text.replace('"kind"', '"extra":1,"kind"'),
      (text: string) => text.replace('"chunkSize":256', '"chunkSize":255'),
      (text: string) => text.replace('"epoch":"1"', '"epoch":"01"'),
      (text: string) => text.slice(0, -1),
      () => '[]',
    ]) {
      expect(await spoil(edit)).toMatchObject({ code: 'VERIFY_BLOB_FORM', file: expect.stringMatching(/^manifest 0x/) })
    }
  })
})

/** Sorts nothing, but makes running sums agree again. */
function resum(credits: readonly BuiltEpoch['leaves']['credits'][number][]) {
  let account = ''
  let running = 0n
  return credits.map((credit) => {
    running = credit.account === account ? running + credit.amount : credit.amount
    account = credit.account
    return { ...credit, runningSum: running }
  })
}
