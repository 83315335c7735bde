import { toAddress } from '@openledger/core/primitives/address.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { openTokenAbi } from '../abi/openToken.ts'
import { transferOpen } from '../actions/transferOpen.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { readEvents } from './readEvents.ts'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
  const wallet = createUserWallet({ chain: world.chain, account: testAccount(0) })
  for (const account of [8, 9, 8])
    await transferOpen(wallet, {
      to: toAddress(testAccount(account).address),
      balanceAtLeast: BigInt(account + account),
    })
})
afterAll(() => world.stop())

test('events come as viem reads them, by the values of indexed parameters and within the blocks asked for', async () => {
  const { client, addresses } = world.chain
  const token = { abi: openTokenAbi, address: addresses.openToken, eventName: 'Transfer' } as const
  const args = { to: testAccount(8).address }
  const all = await readEvents(client, { ...token, fromBlock: 0n })
  expect(all.length).toBeGreaterThan(2)
  const byViem = await client.getContractEvents({ ...token, fromBlock: 0n, strict: true })
  const placed = (events: readonly { args: unknown; transactionHash: unknown; logIndex: unknown }[]) =>
    events.map(({ args: values, transactionHash, logIndex }) => ({ values, transactionHash, logIndex }))
  expect(placed(all)).toEqual(placed(byViem))
  const some = await readEvents(client, { ...token, args, fromBlock: 0n })
  expect(some).toEqual(all.filter(({ args: { to } }) => to === args.to))
  const [first] = some
  const until = await readEvents(client, { ...token, args, fromBlock: 0n, toBlock: (first?.blockNumber ?? 0n) - 1n })
  expect(until).toEqual([])
})
