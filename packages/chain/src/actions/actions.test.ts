import { toAddress } from '@openledger/core/primitives/address.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPEN, people, runLoop } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { assertChain } from '../clients/assertChain.ts'
import { createChain } from '../clients/createChain.ts'
import { fundDevAccount } from './fundDevAccount.ts'
import { makeBlocks } from './makeBlocks.ts'
import { chainTime, moveTime } from './moveTime.ts'
import { openChannel } from './openChannel.ts'
import { requestWithdrawal } from './requestWithdrawal.ts'
import { setSignerLimits } from './setSignerLimits.ts'
import { createUserWallet } from './userWallet.ts'
import { withdraw } from './withdraw.ts'

let world: TestChain
let loop: Awaited<ReturnType<typeof runLoop>>
beforeAll(async () => {
  world = await startTestChain()
  loop = await runLoop(world, 'actions')
  await loop.finish()
}, 60_000)
afterAll(() => world.stop())

test('every action does its work once and says already the second time', () => {
  expect(loop.outcomes.length).toBe(20)
  for (let index = 0; index < loop.outcomes.length; index += 2) {
    expect(loop.outcomes.slice(index, index + 2)).toEqual(['done', 'already'])
  }
})

test('the money of the loop is where it belongs', async () => {
  const { chain } = world
  const state = await chain.settlement.read.stateOf([people.operator.address])
  expect(state).toMatchObject({ funded: 1000n, accounted: 1000n, claimed: 700n, burned: 20n, carriedTotal: 200n })
  expect(await chain.openToken.read.balanceOf([people.contributor.address])).toBe(700n)
})

test('the development chain makes blocks when it is asked to; another is left alone', async () => {
  const { client, rpcUrl, chainId } = world.chain
  const before = await client.getBlockNumber({ cacheTime: 0 })
  expect(await makeBlocks({ rpcUrl, chainId }, 17)).toBe(true)
  expect(await client.getBlockNumber({ cacheTime: 0 })).toBe(before + 17n)
  expect(await makeBlocks({ rpcUrl, chainId: 10 }, 17)).toBe(false)
  expect(await client.getBlockNumber({ cacheTime: 0 })).toBe(before + 17n)
})

test('signer limits and withdrawal, each called twice', async () => {
  const payer = createUserWallet({ chain: world.chain, account: people.payer })
  const { channelId } = loop
  const limits = { channelId, cap: 50n * OPEN, expiry: 9_999_999_998n }
  expect((await setSignerLimits(payer, limits)).status).toBe('done')
  expect((await setSignerLimits(payer, limits)).status).toBe('already')
  const request = { channelId, amount: 3n * OPEN }
  expect((await requestWithdrawal(payer, request)).status).toBe('done')
  expect((await requestWithdrawal(payer, request)).status).toBe('already')
  await expect(withdraw(payer, channelId)).rejects.toMatchObject({
    code: 'CHAIN_REVERTED',
    details: { errorName: 'WithdrawalTooEarly' },
  })
  await moveTime({ rpcUrl: world.chain.rpcUrl, time: (await chainTime(world.chain.rpcUrl)) + 31 })
  const before = await world.chain.openToken.read.balanceOf([payer.address])
  expect((await withdraw(payer, channelId)).status).toBe('done')
  expect((await withdraw(payer, channelId)).status).toBe('already')
  expect((await world.chain.openToken.read.balanceOf([payer.address])) - before).toBe(3n * OPEN)
})

test('an empty account gets gas on the development chain, and a coded error without OPEN', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const poor = createUserWallet({ chain: world.chain, account })
  const request = { rpcUrl: world.chain.rpcUrl, account: toAddress(account.address) }
  expect(await fundDevAccount(request)).toBe(true)
  expect(await fundDevAccount(request)).toBe(false)
  const terms = { operator: poor.address, signer: poor.address, cap: 0n, expiry: 0n, amount: 1n }
  await expect(openChannel(poor, terms)).rejects.toMatchObject({ code: 'CHAIN_FUNDS_TOO_LOW' })
})

test('wrong chain, missing contract and no chain are told apart', async () => {
  const { rpcUrl, addresses } = world.chain
  const open = (changes: object) => assertChain(createChain({ rpcUrl, chainId: 31337, addresses, ...changes }))
  await expect(open({})).resolves.toBeUndefined()
  await expect(open({ chainId: 1 })).rejects.toMatchObject({ code: 'CHAIN_WRONG_ID' })
  const moved = { ...addresses, bondVault: toAddress(people.payer.address) }
  await expect(open({ addresses: moved })).rejects.toMatchObject({
    code: 'CHAIN_NO_CONTRACT',
    details: { name: 'bondVault' },
  })
  await expect(open({ rpcUrl: 'http://127.0.0.1:9' })).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
})
