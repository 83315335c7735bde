import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Address, toAddress } from '@openledger/core/primitives/address.ts'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people, runLoop } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { createDatanet } from '../actions/createDatanet.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { silentLogger } from '../logger.ts'
import { vaultOf } from '../reader/vaultOf.ts'
import { callRpc } from '../rpc/callRpc.ts'
import type { ChainEvent } from './chainEvent.ts'
import { createIndexer, type IndexerHandlers, type IndexerOptions } from './createIndexer.ts'
import { createMemoryIndexerStore } from './memoryIndexerStore.ts'

let world: TestChain
let vaults: Address[]
beforeAll(async () => {
  world = await startTestChain({ persistent: true })
  vaults = [await vaultOf(world.chain, toAddress(people.operator.address))]
}, 30_000)
afterAll(() => world.stop())

/** An indexer whose handlers keep the events themselves. */
function startIndexer(options: Partial<IndexerOptions<undefined>> = {}) {
  const events: ChainEvent[] = []
  const rollbacks: bigint[] = []
  const handlers: IndexerHandlers<undefined> = {
    async apply(_, event) {
      events.push(event)
    },
    async rollback(_, toBlock) {
      rollbacks.push(toBlock)
      events.splice(0, events.length, ...events.filter((event) => event.blockNumber <= toBlock))
    },
  }
  const { client, addresses } = world.chain
  const store = createMemoryIndexerStore()
  const common = { client, addresses, vaults, store, handlers, logger: silentLogger, devChain: true, chainId: 31337 }
  const indexer = createIndexer({ ...common, ...options })
  return { indexer, events, rollbacks, store }
}
const createSlug = (slug: string) =>
  createDatanet(createUserWallet({ chain: world.chain, account: people.owner }), {
    slug,
    treasury: toAddress(people.owner.address),
    rateBps: 0,
    termsHash: keccak256(toHex(slug)),
    metadataHash: keccak256(toHex(slug)),
  })
const slugs = (events: ChainEvent[]) =>
  events.flatMap((event) => (event.name === 'DatanetCreated' ? [event.args.slug] : []))

test('the events of the loop arrive typed, in order, each once, in steps of any size', async () => {
  const loop = await runLoop(world, 'indexer')
  await loop.finish()
  const all = startIndexer()
  await all.indexer.sync()
  await all.indexer.sync()
  const small = startIndexer({ blocksAtOnce: 3 })
  await small.indexer.sync()
  expect(small.events).toEqual(all.events)
  const names = all.events.map((event) => event.name)
  for (const name of [
    'DatanetCreated',
    'ContributionRegistered',
    'VersionPublished',
    'AccessGranted',
    'ModelRegistered',
  ]) {
    expect(names.filter((found) => found === name)).toHaveLength(1)
  }
  for (const name of [
    'PriceSet',
    'ChannelOpened',
    'Deposited',
    'Collected',
    'EpochPosted',
    'EpochFinalized',
    'VaultCreated',
    'Claimed',
  ]) {
    expect(names).toContain(name)
  }
  expect(all.events.find((event) => event.name === 'EpochPosted')?.args).toMatchObject({ epoch: loop.epoch })
  expect(all.events.find((event) => event.name === 'ContributionRegistered')?.args).toMatchObject({
    contributor: toAddress(people.contributor.address),
    commitments: loop.contribution.commitments,
  })
}, 60_000)

test('a chain that got shorter is rewound, and one that went on differently is taken in', async () => {
  await world.anvil.flush()
  const old = join(world.folder, 'old.json')
  copyFileSync(join(world.folder, 'state.json.backup'), old)
  await createSlug('lost-one')
  await createSlug('lost-two')
  let rewinds = 0
  const onRewind = () => {
    rewinds += 1
  }
  const { indexer, events, rollbacks } = startIndexer({ onRewind })
  await indexer.sync()
  expect(slugs(events)).toEqual(['indexer', 'lost-one', 'lost-two'])

  await world.killAndRestart(() => copyFileSync(old, join(world.folder, 'state.json')))
  await indexer.sync()
  expect(slugs(events)).toEqual(['indexer'])
  expect([rollbacks.length, rewinds]).toEqual([1, 1])
  await createSlug('lost-two')
  await createSlug('other')
  await createSlug('third')
  await indexer.sync()
  expect(slugs(events)).toEqual(['indexer', 'lost-two', 'other', 'third'])
}, 40_000)

test('a reorganisation under the same height is seen by its hashes', async () => {
  const { indexer, events, rollbacks } = startIndexer()
  await indexer.sync()
  const snapshot = await callRpc(world.chain.rpcUrl, 'evm_snapshot', [])
  await createSlug('fork-a')
  await indexer.sync()
  const before = events.length
  await callRpc(world.chain.rpcUrl, 'evm_revert', [snapshot])
  await createSlug('fork-b')
  await indexer.sync()
  expect(rollbacks).toHaveLength(1)
  expect(events).toHaveLength(before)
  expect(slugs(events).at(-1)).toBe('fork-b')
  expect(slugs(events)).not.toContain('fork-a')
  // Logs from before two restarts of anvil are still served.
  expect(slugs(events)[0]).toBe('indexer')
})

test.each([1, 3, 4])('a reorganisation of %i blocks, 3 being final', async (depth) => {
  const { indexer, events, rollbacks } = startIndexer({ finalityDepth: 3 })
  for (const mined of [1, 2, 3, 4, 5]) await createSlug(`below-${depth}-${mined}`)
  const snapshots: unknown[] = []
  for (let mined = 0; mined < depth; mined++) {
    snapshots.push(await callRpc(world.chain.rpcUrl, 'evm_snapshot', []))
    await createSlug(`gone-${depth}-${mined}`)
  }
  await indexer.sync()
  const before = [...events]
  await callRpc(world.chain.rpcUrl, 'evm_revert', [snapshots[0]])
  for (let mined = 0; mined <= depth; mined++) await createSlug(`new-${depth}-${mined}`)
  const clean = startIndexer()
  await clean.indexer.sync()
  if (depth <= 3) {
    await indexer.sync()
    expect(rollbacks).toHaveLength(1)
    expect(events).toEqual(clean.events)
    expect(indexer.trouble()).toBeUndefined()
    return
  }
  for (const _ of [1, 2]) {
    await expect(indexer.sync()).rejects.toMatchObject({ code: 'CHAIN_REORG_TOO_DEEP', details: { finalityDepth: 3 } })
    expect(indexer.trouble()?.code).toBe('CHAIN_REORG_TOO_DEEP')
    expect([events, rollbacks]).toEqual([before, []])
  }
})

test('a reorganisation deeper than finality is taken in afresh once it is accepted', async () => {
  const snapshot = await callRpc(world.chain.rpcUrl, 'evm_snapshot', [])
  await createSlug('deep-a')
  const store = createMemoryIndexerStore()
  const first = startIndexer({ finalityDepth: 0, store })
  await first.indexer.sync()
  await callRpc(world.chain.rpcUrl, 'evm_revert', [snapshot])
  await createSlug('deep-b')
  await expect(startIndexer({ finalityDepth: 0, store }).indexer.sync()).rejects.toMatchObject({
    code: 'CHAIN_REORG_TOO_DEEP',
  })
  const { indexer, events, rollbacks } = startIndexer({ finalityDepth: 0, store, acceptReorg: true })
  await indexer.sync()
  expect(rollbacks).toEqual([BigInt(world.chain.addresses.deployBlock) - 1n])
  expect(slugs(events).filter((slug) => slug.startsWith('deep'))).toEqual(['deep-b'])
  expect(new Set(slugs(events)).size).toBe(slugs(events).length)
})

test('off a development chain a shorter chain is an RPC that is behind, and nothing is undone', async () => {
  const { indexer, events, rollbacks } = startIndexer({ devChain: false })
  const snapshot = await callRpc(world.chain.rpcUrl, 'evm_snapshot', [])
  await createSlug('behind')
  await indexer.sync()
  const before = events.length
  await callRpc(world.chain.rpcUrl, 'evm_revert', [snapshot])
  await expect(indexer.sync()).rejects.toMatchObject({ code: 'CHAIN_RPC_BEHIND' })
  expect([events.length, rollbacks]).toEqual([before, []])
  await createSlug('ahead')
  await indexer.sync()
  expect(slugs(events).slice(-1)).toEqual(['ahead'])
})

test('an RPC of another chain is refused', async () => {
  const { indexer, events } = startIndexer({ chainId: 1 })
  await expect(indexer.sync()).rejects.toMatchObject({ code: 'CHAIN_WRONG_ID', details: { expected: 1, found: 31337 } })
  expect(events).toEqual([])
})

test('it waits for a chain that is away, and ends when told', async () => {
  const { indexer, events } = startIndexer()
  const stop = new AbortController()
  const run = indexer.run(stop.signal)
  await world.anvil.flush()
  await world.killAndRestart()
  await createSlug('after-restart')
  while (!slugs(events).includes('after-restart')) await new Promise((resolve) => setTimeout(resolve, 50))
  stop.abort()
  await run
}, 30_000)
