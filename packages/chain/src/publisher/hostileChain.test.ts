import { join } from 'node:path'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex, keccak256, parseTransaction, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { startRpcProxy } from '../../test/rpcProxy.ts'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { transferOpenCall } from '../calls/openTokenCalls.ts'
import { createChain } from '../clients/createChain.ts'
import { silentLogger } from '../logger.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { createPublisher, type PublisherOptions } from './createPublisher.ts'
import { createFileJournal } from './fileJournal.ts'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 30_000)
afterAll(() => world.stop())

const rpc = (method: string, ...params: unknown[]) => callRpc(world.anvil.rpcUrl, method, params)
const freshAddress = (seed: string) => toAddress(privateKeyToAccount(keccak256(toHex(seed))).address)
const balanceOf = (address: `0x${string}`) => world.chain.openToken.read.balanceOf([address])
const transfer = (to: `0x${string}`, wei = 1n) => transferOpenCall(world.chain.addresses, to, wei)

/** A publisher of account 0, which has the supply, as a process opens it when it starts. */
async function open(options: Partial<PublisherOptions> = {}) {
  const journal = await createFileJournal(join(world.folder, 'journal.json'))
  const { client, chainId } = world.chain
  const common = { journal, account: testAccount(0), client, chainId, logger: silentLogger, receiptTimeout_ms: 15_000 }
  return { journal, publisher: createPublisher({ ...common, ...options }) }
}

/** Waits until something holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('it never held')
}

/** Runs work while no block is mined by itself. */
async function withoutMining(work: () => Promise<void>): Promise<void> {
  await rpc('evm_setAutomine', false)
  try {
    await work()
  } finally {
    await rpc('evm_setAutomine', true)
    await rpc('anvil_mine', '0x1')
  }
}

/** A transaction of account 0 by another program: a self-transfer at a nonce that ours has taken. */
async function foreignAt(nonce: number) {
  const account = testAccount(0)
  const fees = { maxFeePerGas: 900_000_000_000n, maxPriorityFeePerGas: 800_000_000_000n, gas: 21_000n }
  const to = account.address
  const raw = await account.signTransaction({ type: 'eip1559', chainId: 31337, nonce, to, value: 0n, ...fees })
  return (await rpc('eth_sendRawTransaction', raw)) as Hex
}

/** The same, in a block. The node answers before its miner has made the block. */
async function foreignMinedAt(nonce: number) {
  const hash = await foreignAt(nonce)
  await until(async () => (await rpc('eth_getTransactionReceipt', hash)) !== null)
}

test('60 sends at once under one key of an account: each once, in 60 nonces without a gap', async () => {
  const { publisher, journal } = await open()
  const to = freshAddress('many')
  const before = await world.chain.client.getTransactionCount({ address: publisher.address })
  const keys = Array.from({ length: 60 }, (_, index) => `many-${index}`)
  await Promise.all(keys.map((key) => publisher.send({ key, ...transfer(to) })))
  expect(await balanceOf(to)).toBe(60n)
  const nonces = await Promise.all(keys.map(async (key) => (await journal.get(key))?.nonce))
  expect(nonces.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(keys.map((_, index) => before + index))
}, 60_000)

test('what waits too long offers more at the same nonce; the form that was mined is found', async () => {
  const to = freshAddress('raise')
  const { publisher, journal } = await open({ raiseAfter_ms: 300 })
  await withoutMining(async () => {
    const sent = publisher.send({ key: 'raise', ...transfer(to) })
    await until(async () => ((await journal.get('raise'))?.earlier.length ?? 0) >= 2)
    await rpc('anvil_mine', '0x1')
    expect((await sent).status).toBe('success')
  })
  const entry = await journal.get('raise')
  const fees = [...(entry?.earlier ?? []), { raw: entry?.raw ?? '0x' }].map(({ raw }) => parseTransaction(raw as Hex))
  expect(new Set(fees.map(({ nonce }) => nonce)).size).toBe(1)
  const [first, second] = fees.map(({ maxFeePerGas = 0n }) => maxFeePerGas)
  expect(second).toBeGreaterThanOrEqual(((first ?? 0n) * 9n) / 8n)
  expect(await balanceOf(to)).toBe(1n)
}, 30_000)

test.each(['raised', 'raisedBroadcast'] as const)(
  'killed after %s: one of the forms is mined, once',
  async (killAt) => {
    const to = freshAddress(killAt)
    await withoutMining(async () => {
      const onStep = (step: string) => {
        if (step === killAt) throw new Error('killed')
      }
      const first = await open({ raiseAfter_ms: 200, onStep, receiptTimeout_ms: 2_000 })
      await expect(first.publisher.send({ key: killAt, ...transfer(to) })).rejects.toBeDefined()
      const second = await open()
      await Promise.all([second.publisher.reconcile(), rpc('anvil_mine', '0x1')])
    })
    const third = await open()
    expect((await third.publisher.send({ key: killAt, ...transfer(to) })).status).toBe('success')
    expect(await balanceOf(to)).toBe(1n)
  },
  30_000,
)

test('a base fee that rises above the offer is followed, up to the highest fee', async () => {
  const to = freshAddress('base')
  const { publisher } = await open({ raiseAfter_ms: 300 })
  await withoutMining(async () => {
    const sent = publisher.send({ key: 'base', ...transfer(to) })
    await new Promise((resolve) => setTimeout(resolve, 150))
    await rpc('anvil_setNextBlockBaseFeePerGas', toHex(200_000_000_000n))
    for (let mined = 0; mined < 3; mined++) {
      await rpc('anvil_mine', '0x1')
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    await rpc('anvil_mine', '0x1')
    expect((await sent).status).toBe('success')
  })
  expect(await balanceOf(to)).toBe(1n)
  const low = await open({ maxFeePerGas: 1_000n })
  await expect(low.publisher.send({ key: 'low', ...transfer(to) })).rejects.toMatchObject({
    code: 'CHAIN_FEE_TOO_HIGH',
  })
}, 30_000)

test('what the RPC dropped from its pool is handed in again', async () => {
  const to = freshAddress('dropped')
  const { publisher, journal } = await open()
  await withoutMining(async () => {
    const sent = publisher.send({ key: 'dropped', ...transfer(to) })
    await until(async () => (await journal.get('dropped'))?.status === 'sent')
    const hash = (await journal.get('dropped'))?.hash
    expect(await rpc('anvil_dropTransaction', hash)).toBe(hash)
    await rpc('anvil_mine', '0x1')
    expect(await rpc('eth_getTransactionByHash', hash)).toBeNull()
    await rpc('evm_setAutomine', true)
    expect((await sent).transactionHash).toBe(hash)
  })
  expect(await balanceOf(to)).toBe(1n)
}, 30_000)

test('replaced or cancelled by another program: signed anew only once that is final', async () => {
  const to = freshAddress('replaced')
  const { publisher, journal } = await open({ finalityDepth: 3 })
  let used = 0
  await withoutMining(async () => {
    const sent = publisher.send({ key: 'replaced', ...transfer(to) })
    await until(async () => (await journal.get('replaced'))?.status === 'sent')
    used = (await journal.get('replaced'))?.nonce ?? 0
    await foreignAt(used)
    await rpc('anvil_mine', '0x1')
    // Two blocks on top are not enough.
    await rpc('anvil_mine', '0x2')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await journal.get('replaced')).toMatchObject({ nonce: used, earlier: [] })
    await rpc('evm_setAutomine', true)
    await rpc('anvil_mine', '0x1')
    expect((await sent).status).toBe('success')
  })
  expect(await journal.get('replaced')).toMatchObject({ nonce: used + 1, earlier: [{ nonce: used }] })
  expect(await balanceOf(to)).toBe(1n)
}, 30_000)

test('reorganised out of the chain, and a foreign transaction in its place: it comes back, once', async () => {
  const [plain, displaced] = [freshAddress('reorg-plain'), freshAddress('reorg-displaced')]
  const { publisher, journal } = await open()
  await publisher.send({ key: 'reorg-plain', ...transfer(plain) })
  await rpc('anvil_reorg', 1, [])
  expect(await balanceOf(plain)).toBe(0n)
  await publisher.reconcile()
  expect(await balanceOf(plain)).toBe(1n)

  await publisher.send({ key: 'reorg-displaced', ...transfer(displaced) })
  const nonce = (await journal.get('reorg-displaced'))?.nonce ?? 0
  await rpc('anvil_reorg', 1, [])
  await foreignMinedAt(nonce)
  expect(await publisher.reconcile()).toMatchObject({ signedAgain: 1 })
  const again = await publisher.send({ key: 'reorg-displaced', ...transfer(displaced) })
  expect(again.status).toBe('success')
  expect([await balanceOf(plain), await balanceOf(displaced)]).toEqual([1n, 1n])
}, 30_000)

test('a nonce that only another program had used is filled up, so that what waits above it can be mined', async () => {
  const to = freshAddress('gap')
  const { publisher, journal } = await open()
  const next = await world.chain.client.getTransactionCount({ address: publisher.address })
  await foreignMinedAt(next)
  await publisher.send({ key: 'gap', ...transfer(to) })
  const hash = (await journal.get('gap'))?.hash
  await rpc('anvil_reorg', 2, [])
  expect(await world.chain.client.getTransactionCount({ address: publisher.address })).toBe(next)
  await publisher.reconcile()
  expect(await balanceOf(to)).toBe(1n)
  expect(await journal.get('gap')).toMatchObject({ nonce: next + 1, hash, status: 'mined' })
  expect(await journal.get(`fill:31337:${publisher.address}:${next}`)).toMatchObject({ nonce: next, status: 'mined' })
}, 30_000)

test('an RPC that denies, forges or turns receipts round moves nothing twice', async () => {
  const proxy = await startRpcProxy(world.anvil.rpcUrl)
  const { addresses } = world.chain
  const { client } = createChain({ rpcUrl: proxy.url, chainId: 31337, addresses })
  const receiptSchema = z.looseObject({ status: z.string(), blockHash: z.string() })
  const receipts = (how: (receipt: z.output<typeof receiptSchema>) => unknown) =>
    proxy.tamper(async ({ method }, ask) => {
      if (method !== 'eth_getTransactionReceipt') return undefined
      const receipt = await ask()
      return { result: receipt === null ? null : how(receiptSchema.parse(receipt)) }
    })
  try {
    const lies = {
      denied: [() => null, 'CHAIN_TRANSACTION_TIMEOUT'],
      'of another block': [(receipt) => ({ ...receipt, blockHash: keccak256('0x02') }), 'CHAIN_TRANSACTION_TIMEOUT'],
      'turned round': [(receipt) => ({ ...receipt, status: '0x0' }), 'CHAIN_ANSWER_INVALID'],
    } satisfies Record<string, [Parameters<typeof receipts>[0], string]>
    for (const [lie, [how, code]] of Object.entries(lies)) {
      const to = freshAddress(lie)
      receipts(how)
      const lying = await open({ client, receiptTimeout_ms: 1_500 })
      await expect(lying.publisher.send({ key: lie, ...transfer(to) })).rejects.toMatchObject({ code })
      await lying.publisher.reconcile().catch(() => undefined)
      proxy.tamper(undefined)
      const honest = await open({ client })
      await honest.publisher.reconcile()
      expect((await honest.publisher.send({ key: lie, ...transfer(to) })).status).toBe('success')
      expect(await balanceOf(to)).toBe(1n)
    }
  } finally {
    await proxy.stop()
  }
}, 60_000)
