import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people, runLoop } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { createDatanet } from '../actions/createDatanet.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { silentLogger } from '../logger.ts'
import { callRpc } from '../rpc/callRpc.ts'
import type { ChainEvent } from './chainEvent.ts'
import { createIndexer, type IndexerHandlers } from './createIndexer.ts'
import { createMemoryIndexerStore } from './memoryIndexerStore.ts'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain({ persistent: true })
}, 30_000)
afterAll(() => world.stop())

/** An indexer whose handlers keep the events themselves. */
function startIndexer(options: { blocksAtOnce?: number; finalityDepth?: number; onRewind?: () => void } = {}) {
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
  const indexer = createIndexer({ client, addresses, store, handlers, logger: silentLogger, ...options })
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

test('a reorganisation deeper than the kept positions indexes afresh', async () => {
  const snapshot = await callRpc(world.chain.rpcUrl, 'evm_snapshot', [])
  await createSlug('deep-a')
  const { indexer, events, rollbacks } = startIndexer({ finalityDepth: 0 })
  await indexer.sync()
  await callRpc(world.chain.rpcUrl, 'evm_revert', [snapshot])
  await createSlug('deep-b')
  await indexer.sync()
  expect(rollbacks).toEqual([BigInt(world.chain.addresses.deployBlock) - 1n])
  expect(slugs(events).filter((slug) => slug.startsWith('deep'))).toEqual(['deep-b'])
  expect(new Set(slugs(events)).size).toBe(slugs(events).length)
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
