import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { transferOpenCall } from '../calls/openTokenCalls.ts'
import { silentLogger } from '../logger.ts'
import { createPublisher } from './createPublisher.ts'
import { createFileJournal } from './fileJournal.ts'

/** How often anvil is killed; more by hand: the seed makes every run the same but for timing. */
const KILLS = 4

let world: TestChain
beforeAll(async () => {
  world = await startTestChain({ persistent: true })
}, 30_000)
afterAll(() => world.stop())

test('anvil killed at random moments under a stream of transfers: each key moved its wei once', async () => {
  const to = toAddress(privateKeyToAccount(generatePrivateKey()).address)
  const { client, chainId, addresses } = world.chain
  const open = async () => {
    const journal = await createFileJournal(join(world.folder, 'journal.json'))
    const common = { journal, account: testAccount(0), client, chainId, logger: silentLogger }
    return createPublisher({ ...common, receiptTimeout_ms: 2_000 })
  }
  let seed = 11
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed / 2147483648
  }
  const keys: string[] = []
  for (let round = 0; round < KILLS; round++) {
    const publisher = await open()
    await publisher.reconcile()
    const fresh = Array.from({ length: 15 }, (_, index) => `transfer-${round}-${index}`)
    keys.push(...fresh)
    const sending = Promise.allSettled(
      fresh.map((key) => publisher.send({ key, ...transferOpenCall(addresses, to, 1n) })),
    )
    await sleep(Math.floor(random() * 1_300))
    await world.killAndRestart()
    await sending
  }
  const publisher = await open()
  await publisher.reconcile()
  for (const key of keys) await publisher.send({ key, ...transferOpenCall(addresses, to, 1n) })
  expect(await world.chain.openToken.read.balanceOf([to])).toBe(BigInt(keys.length))
}, 120_000)
