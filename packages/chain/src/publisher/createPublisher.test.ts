import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { keccak256, toHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { createDatanetCall } from '../calls/datanetRegistryCalls.ts'
import { transferOpenCall } from '../calls/openTokenCalls.ts'
import { createChain } from '../clients/createChain.ts'
import { silentLogger } from '../logger.ts'
import { revertName } from '../rpc/toChainError.ts'
import { createPublisher, type PublisherOptions, type PublisherStep } from './createPublisher.ts'
import { createFileJournal } from './fileJournal.ts'

let test_: TestChain
beforeAll(async () => {
  test_ = await startTestChain({ persistent: true })
}, 30_000)
afterAll(() => test_.stop())

/** Opens the journal from its file and a publisher on it: what a process does when it starts. */
async function startPublisher(name: string, options: Partial<PublisherOptions> = {}) {
  const journal = await createFileJournal(join(test_.folder, `${name}.json`))
  const { client, chainId } = test_.chain
  const account = options.account ?? testAccount(0)
  const publisher = createPublisher({ journal, account, client, chainId, logger: silentLogger, ...options })
  return { journal, publisher }
}
const freshAddress = (seed: string) => toAddress(privateKeyToAccount(keccak256(toHex(seed))).address)
const balanceOf = (address: `0x${string}`) => test_.chain.openToken.read.balanceOf([address])

class Kill extends Error {}
const steps: PublisherStep[] = ['intent', 'prepared', 'signed', 'broadcast', 'sent', 'receipt', 'recorded']

test.each(steps)('killed after %s and started again, one key moves money once', async (killAt) => {
  const to = freshAddress(killAt)
  const call = transferOpenCall(test_.chain.addresses, to, 5n)
  const onStep = (step: PublisherStep) => {
    if (step === killAt) throw new Kill()
  }
  const first = await startPublisher('kill', { onStep })
  await expect(first.publisher.send({ key: `kill-${killAt}`, ...call })).rejects.toBeDefined()

  const second = await startPublisher('kill')
  await second.publisher.reconcile()
  const receipt = await second.publisher.send({ key: `kill-${killAt}`, ...call })
  expect(receipt.status).toBe('success')
  const third = await startPublisher('kill')
  expect(await third.publisher.reconcile()).toEqual({ found: 0, sentAgain: 0, signedAgain: 0 })
  expect((await third.publisher.send({ key: `kill-${killAt}`, ...call })).transactionHash).toBe(receipt.transactionHash)
  expect(await balanceOf(to)).toBe(5n)
  expect(await third.journal.get(`kill-${killAt}`)).toMatchObject({ status: 'mined', blockHash: receipt.blockHash })
})

test('parallel sends get one nonce each; the same key in parallel is one transaction', async () => {
  const { publisher } = await startPublisher('kill')
  const to = freshAddress('parallel')
  const keys = Array.from({ length: 12 }, (_, index) => `parallel-${index % 10}`)
  const call = transferOpenCall(test_.chain.addresses, to, 1n)
  const receipts = await Promise.all(keys.map((key) => publisher.send({ key, ...call })))
  expect(new Set(receipts.map((receipt) => receipt.transactionHash)).size).toBe(10)
  expect(await balanceOf(to)).toBe(10n)
})

test('blocks that the chain forgot come back in nonce order from the journal', async () => {
  const account = testAccount(3)
  const { addresses } = test_.chain
  const funder = await startPublisher('kill')
  await funder.publisher.send({ key: 'fund-3', ...transferOpenCall(addresses, toAddress(account.address), 100n) })
  await test_.anvil.flush()
  const old = join(test_.folder, 'old.json')
  copyFileSync(join(test_.folder, 'state.json.backup'), old)

  const { publisher } = await startPublisher('forget', { account })
  const to = freshAddress('forget')
  // Each transfer spends what is left exactly: another order, or one missing, would revert.
  for (const amount of [60n, 30n, 10n]) {
    await publisher.send({ key: `forget-${amount}`, ...transferOpenCall(addresses, to, amount) })
  }
  await test_.killAndRestart(() => {
    copyFileSync(old, join(test_.folder, 'state.json'))
  })
  expect(await balanceOf(to)).toBe(0n)

  const again = await startPublisher('forget', { account })
  expect(await again.publisher.reconcile()).toEqual({ found: 0, sentAgain: 3, signedAgain: 0 })
  expect(await balanceOf(to)).toBe(100n)
  for (const amount of [60n, 30n, 10n]) {
    const entry = await again.journal.get(`forget-${amount}`)
    const block = await test_.chain.client.getBlock({ blockNumber: entry?.blockNumber ?? 0n })
    expect(entry).toMatchObject({ status: 'mined', blockHash: block.hash })
  }
}, 30_000)

test('a nonce that was used otherwise after the chain forgot it is replaced, and the effect happens once', async () => {
  const account = testAccount(4)
  const { addresses, client } = test_.chain
  const funder = await startPublisher('kill')
  await funder.publisher.reconcile()
  await funder.publisher.send({ key: 'fund-4', ...transferOpenCall(addresses, toAddress(account.address), 9n) })
  await test_.anvil.flush()
  const old = join(test_.folder, 'old.json')
  copyFileSync(join(test_.folder, 'state.json.backup'), old)
  const { publisher } = await startPublisher('displaced', { account })
  const to = freshAddress('displaced')
  await publisher.send({ key: 'displaced', ...transferOpenCall(addresses, to, 9n) })
  await test_.killAndRestart(() => copyFileSync(old, join(test_.folder, 'state.json')))
  const other = await startPublisher('other', { account })
  await other.publisher.send({ key: 'other', to: addresses.openToken, data: transferOpenCall(addresses, to, 0n).data })
  expect(await client.getTransactionCount({ address: account.address })).toBe(1)

  const again = await startPublisher('displaced', { account })
  expect(await again.publisher.reconcile()).toMatchObject({ signedAgain: 1 })
  expect(await balanceOf(to)).toBe(9n)
}, 30_000)

test('a send that waits while the chain restarts ends well', async () => {
  const { publisher } = await startPublisher('waits', { account: testAccount(5) })
  const call = createDatanetCall(test_.chain.addresses, {
    slug: 'waits',
    treasury: freshAddress('treasury'),
    rateBps: 500,
    termsHash: keccak256('0x01'),
    metadataHash: keccak256('0x02'),
  })
  const restarting = { done: false }
  const waits = await startPublisher('waits2', {
    account: testAccount(6),
    onStep: async (step) => {
      if (step !== 'sent' || restarting.done) return
      restarting.done = true
      await test_.killAndRestart()
    },
  })
  await publisher.send({ key: 'a', ...call })
  expect((await waits.publisher.send({ key: 'b', ...call })).status).toBe('success')
}, 40_000)

test('a revert is named, uses no nonce, and its key works later', async () => {
  const account = testAccount(7)
  const { addresses, client } = test_.chain
  const { publisher, journal } = await startPublisher('revert', { account })
  const call = transferOpenCall(addresses, freshAddress('revert'), 3n)
  const error = await publisher.send({ key: 'revert', ...call }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(OpenLedgerError)
  expect(error).toMatchObject({ code: 'CHAIN_REVERTED', details: { errorName: 'ERC20InsufficientBalance' } })
  expect(revertName(error)).toBe('ERC20InsufficientBalance')
  expect(await journal.get('revert')).toMatchObject({ status: 'intent', nonce: null })
  expect(await client.getTransactionCount({ address: account.address })).toBe(0)

  const funder = await startPublisher('kill')
  await funder.publisher.reconcile()
  await funder.publisher.send({ key: 'fund-7', ...transferOpenCall(addresses, toAddress(account.address), 3n) })
  await publisher.send({ key: 'revert', ...call })
  expect(await balanceOf(freshAddress('revert'))).toBe(3n)
  await expect(publisher.send({ key: 'revert', ...call, data: '0x00' })).rejects.toMatchObject({
    code: 'CHAIN_KEY_REUSED',
  })
})

test('no chain: a coded error that says what to do, and nothing is lost', async () => {
  const { addresses } = test_.chain
  const dead = createChain({ rpcUrl: 'http://127.0.0.1:9', chainId: 31337, addresses })
  const call = transferOpenCall(addresses, freshAddress('dead'), 2n)
  const off = await startPublisher('kill', { client: dead.client })
  const error = await off.publisher.send({ key: 'dead', ...call }).catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'CHAIN_UNREACHABLE', hint: expect.stringContaining('RPC URL') })
  const on = await startPublisher('kill')
  await on.publisher.send({ key: 'dead', ...call })
  expect(await balanceOf(freshAddress('dead'))).toBe(2n)
})
