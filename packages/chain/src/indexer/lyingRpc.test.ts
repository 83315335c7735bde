import { toAddress } from '@openledger/core/primitives/address.ts'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type RpcProxy, startRpcProxy, type Tamper } from '../../test/rpcProxy.ts'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { createDatanet } from '../actions/createDatanet.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { createChain } from '../clients/createChain.ts'
import { silentLogger } from '../logger.ts'
import type { ChainEvent } from './chainEvent.ts'
import { createIndexer } from './createIndexer.ts'
import { createMemoryIndexerStore } from './memoryIndexerStore.ts'

let world: TestChain
let proxy: RpcProxy
beforeAll(async () => {
  world = await startTestChain()
  proxy = await startRpcProxy(world.anvil.rpcUrl)
  for (const slug of ['one', 'two', 'three']) await createSlug(slug)
}, 30_000)
beforeEach(() => proxy.tamper(undefined))
afterAll(async () => {
  await proxy.stop()
  await world.stop()
})

const createSlug = (slug: string) =>
  createDatanet(createUserWallet({ chain: world.chain, account: testAccount(1) }), {
    slug,
    treasury: toAddress(testAccount(1).address),
    rateBps: 0,
    termsHash: keccak256(toHex(slug)),
    metadataHash: keccak256(toHex(slug)),
  })

function startIndexer(urls: { readonly rpcUrl: string; readonly compareUrl?: string }) {
  const events: ChainEvent[] = []
  const { addresses } = world.chain
  const { client } = createChain({ chainId: 31337, addresses, timeout_ms: 400, ...urls })
  const indexer = createIndexer({
    client,
    addresses,
    chainId: 31337,
    store: createMemoryIndexerStore(),
    logger: silentLogger,
    handlers: {
      apply: async (_, event) => {
        events.push(event)
      },
      rollback: async () => {
        events.length = 0
      },
    },
  })
  return { indexer, events }
}
async function truth() {
  const { indexer, events } = startIndexer({ rpcUrl: world.anvil.rpcUrl })
  await indexer.sync()
  return events
}

const logsSchema = z.array(z.looseObject({ data: z.string(), blockNumber: z.string() }))
const objectSchema = z.looseObject({})
/** Changes the answer to one method. */
const change =
  (method: string, how: (answer: unknown) => unknown): Tamper =>
  async (request, ask) =>
    request.method === method ? { result: how(await ask()) } : undefined
const changeLogs = (how: (logs: z.output<typeof logsSchema>) => unknown) =>
  change('eth_getLogs', (answer) => how(logsSchema.parse(answer)))
const changeBlock = (fields: object) =>
  change('eth_getBlockByNumber', (answer) => ({ ...objectSchema.parse(answer), ...fields }))
const hash = keccak256('0x01')

const lies: Record<string, { readonly tamper: Tamper; readonly code: string }> = {
  'no logs at all': { tamper: changeLogs(() => []), code: 'CHAIN_LOGS_DIFFER' },
  'one log left out': { tamper: changeLogs((logs) => logs.slice(0, -1)), code: 'CHAIN_LOGS_DIFFER' },
  'a log of other data': {
    tamper: changeLogs((logs) => logs.map((log, at) => (at > 0 ? log : { ...log, data: '0x00' }))),
    code: 'CHAIN_LOGS_DIFFER',
  },
  'a log of another block': {
    tamper: changeLogs((logs) => logs.map((log) => ({ ...log, blockHash: hash }))),
    code: 'CHAIN_LOGS_DIFFER',
  },
  'a log twice': { tamper: changeLogs((logs) => [...logs, ...logs.slice(-1)]), code: 'CHAIN_ANSWER_INVALID' },
  'a log of a foreign contract': {
    tamper: changeLogs((logs) => logs.map((log) => ({ ...log, address: `0x${'12'.repeat(20)}` }))),
    code: 'CHAIN_ANSWER_INVALID',
  },
  'logs that are none': { tamper: change('eth_getLogs', () => [{ nothing: 1 }]), code: 'CHAIN_ANSWER_INVALID' },
  'a block whose bloom hides the logs': {
    tamper: changeBlock({ logsBloom: `0x${'00'.repeat(256)}` }),
    code: 'CHAIN_ANSWER_INVALID',
  },
  'a block that is not its hash': { tamper: changeBlock({ hash }), code: 'CHAIN_ANSWER_INVALID' },
  'another block than asked for': { tamper: changeBlock({ number: '0x1' }), code: 'CHAIN_ANSWER_INVALID' },
  'a block that is none': { tamper: change('eth_getBlockByNumber', () => 'what?'), code: 'CHAIN_ANSWER_INVALID' },
  'receipts without logs, and no logs': {
    tamper: async (request, ask) => {
      if (request.method === 'eth_getLogs') return { result: [] }
      if (request.method !== 'eth_getBlockReceipts') return undefined
      return {
        result: z
          .array(objectSchema)
          .parse(await ask())
          .map((receipt) => ({ ...receipt, logs: [] })),
      }
    },
    code: 'CHAIN_ANSWER_INVALID',
  },
  'no receipts': { tamper: change('eth_getBlockReceipts', () => []), code: 'CHAIN_ANSWER_INVALID' },
  'a height that is none': { tamper: change('eth_blockNumber', () => ({ high: true })), code: 'CHAIN_ANSWER_INVALID' },
  'text instead of JSON': { tamper: async () => ({ body: '<html>busy</html>' }), code: 'CHAIN_UNREACHABLE' },
  'a cut connection': { tamper: async () => ({ cut: true }), code: 'CHAIN_UNREACHABLE' },
  'no answer': { tamper: async () => ({ stall: true }), code: 'CHAIN_UNREACHABLE' },
}

test.each(Object.entries(lies))('%s: noticed, nothing of it taken in, and it goes on', async (_, { tamper, code }) => {
  const { indexer, events } = startIndexer({ rpcUrl: proxy.url })
  proxy.tamper(tamper)
  await expect(indexer.sync()).rejects.toMatchObject({ code })
  expect(indexer.trouble()?.code).toBe(code)
  expect(events).toEqual([])
  proxy.tamper(undefined)
  await indexer.sync()
  expect(events).toEqual(await truth())
  expect(indexer.trouble()).toBeUndefined()
})

test('a height that goes back is an RPC that is behind: nothing is undone', async () => {
  const { indexer, events } = startIndexer({ rpcUrl: proxy.url })
  await indexer.sync()
  const before = [...events]
  proxy.tamper(change('eth_blockNumber', () => '0x2'))
  await expect(indexer.sync()).rejects.toMatchObject({ code: 'CHAIN_RPC_BEHIND' })
  expect(events).toEqual(before)
})

/** A whole lie that hangs together: another block with another hash, as an RPC on a fork of its own tells it. */
const ownFork: Tamper = async (request, ask) => {
  if (request.method !== 'eth_getBlockByNumber') return undefined
  return { result: { ...objectSchema.parse(await ask()), hash } }
}

test('two RPCs that agree index the same; where they differ nothing is taken in', async () => {
  const compareUrl = world.anvil.rpcUrl
  const { indexer, events } = startIndexer({ rpcUrl: proxy.url, compareUrl })
  await indexer.sync()
  expect(events).toEqual(await truth())
  for (const tamper of [ownFork, changeLogs(() => []), change('eth_chainId', () => '0x1')]) {
    const fresh = startIndexer({ rpcUrl: proxy.url, compareUrl })
    proxy.tamper(tamper)
    await expect(fresh.indexer.sync()).rejects.toMatchObject({ code: 'CHAIN_RPCS_DISAGREE' })
    expect(fresh.events).toEqual([])
    proxy.tamper(undefined)
  }
}, 30_000)
