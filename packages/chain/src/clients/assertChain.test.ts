import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RpcProxy, startRpcProxy, type Tamper } from '../../test/rpcProxy.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { createChainReader } from '../reader/createChainReader.ts'
import { assertChain } from './assertChain.ts'
import { createChain } from './createChain.ts'

let world: TestChain
let proxy: RpcProxy
beforeAll(async () => {
  world = await startTestChain()
  proxy = await startRpcProxy(world.anvil.rpcUrl)
}, 30_000)
beforeEach(() => proxy.tamper(undefined))
afterAll(async () => {
  await proxy.stop()
  await world.stop()
})

const open = (rpcUrl = proxy.url, compareUrl?: string) => {
  const { addresses } = world.chain
  return createChain({ rpcUrl, compareUrl, chainId: 31337, addresses, timeout_ms: 300 })
}
const answer =
  (method: string, result: unknown): Tamper =>
  async (request) =>
    request.method === method ? { result } : undefined

const bad: Record<string, { readonly tamper: Tamper; readonly code: string }> = {
  'of another chain': { tamper: answer('eth_chainId', '0x1'), code: 'CHAIN_WRONG_ID' },
  'without the contracts': { tamper: answer('eth_getCode', '0x'), code: 'CHAIN_NO_CONTRACT' },
  'that never answers': { tamper: async () => ({ stall: true }), code: 'CHAIN_UNREACHABLE' },
  'that hangs up': { tamper: async () => ({ cut: true }), code: 'CHAIN_UNREACHABLE' },
  'that speaks no JSON': { tamper: async () => ({ body: '{"jsonrpc":"2.0","id":1,' }), code: 'CHAIN_UNREACHABLE' },
  'whose chain id is none': { tamper: answer('eth_chainId', { id: 1 }), code: 'CHAIN_ANSWER_INVALID' },
}

test.each(Object.entries(bad))(
  'an RPC %s is a coded error, for reader and client',
  async (_, { tamper, code }) => {
    proxy.tamper(tamper)
    await expect(assertChain(open())).rejects.toMatchObject({ code, hint: expect.any(String) })
    await expect(createChainReader({ ...open(), timeout_ms: 300 })).rejects.toMatchObject({ code })
  },
  30_000,
)

test('a reader over two RPCs: as over one while they agree, a coded error when one call differs', async () => {
  const { rpcUrl, addresses } = world.chain
  const operator = addresses.openToken
  const both = await createChainReader({ rpcUrl, compareUrl: proxy.url, chainId: 31337, addresses })
  expect(await both.postedEpoch(operator, 1n)).toBeUndefined()
  expect(await both.price(`0x${'1'.repeat(64)}`, 1)).toBeUndefined()
  proxy.tamper(answer('eth_call', `0x${'01'.padStart(64, '0').repeat(3)}`))
  await expect(both.price(`0x${'1'.repeat(64)}`, 1)).rejects.toMatchObject({ code: 'CHAIN_RPCS_DISAGREE' })
  proxy.tamper(answer('eth_getLogs', [{}]))
  await expect(both.postedEpoch(operator, 1n)).rejects.toMatchObject({ code: 'CHAIN_RPCS_DISAGREE' })
}, 30_000)

test('of two RPCs the one that is behind sets the height, and what only one knows is not there yet', async () => {
  const chain = open(world.chain.rpcUrl, proxy.url)
  const head = await world.chain.client.getBlockNumber({ cacheTime: 0 })
  proxy.tamper(answer('eth_blockNumber', `0x${(head - 2n).toString(16)}`))
  expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(head - 2n)
  const { number, transactions } = await world.chain.client.getBlock({ blockNumber: head })
  expect(number).toBe(head)
  proxy.tamper(answer('eth_getTransactionReceipt', null))
  const hash = transactions[0] ?? '0x'
  await expect(chain.client.getTransactionReceipt({ hash })).rejects.toMatchObject({
    name: 'TransactionReceiptNotFoundError',
  })
  proxy.tamper(undefined)
  expect((await chain.client.getTransactionReceipt({ hash })).blockNumber).toBe(head)
}, 30_000)
