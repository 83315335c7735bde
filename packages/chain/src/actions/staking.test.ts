import { stakePoolAddress, stakeSubject } from '@openledger/core/ids/stakePoolAddress.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPEN, people } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { claimStakeRewards } from './claimStakeRewards.ts'
import { chainTime, moveTime } from './moveTime.ts'
import { stake } from './stake.ts'
import { transferOpen } from './transferOpen.ts'
import { unstake } from './unstake.ts'
import { createUserWallet } from './userWallet.ts'
import { withdrawStake } from './withdrawStake.ts'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 60_000)
afterAll(() => world.stop())

const pass = async (seconds: number) =>
  moveTime({ rpcUrl: world.chain.rpcUrl, time: (await chainTime(world.chain.rpcUrl)) + seconds })

test('stake, rewards of a payment, unstake and withdrawal, each called twice', async () => {
  const { chain } = world
  const operator = createUserWallet({ chain, account: people.operator })
  const staker = createUserWallet({ chain, account: people.payer })
  const subject = stakeSubject(operator.address)
  const pool = stakePoolAddress(chain.addresses.staking, subject)
  const mine = { subject, account: staker.address }
  await transferOpen(operator, { to: staker.address, balanceAtLeast: 10n * OPEN })
  await transferOpen(operator, { to: pool, balanceAtLeast: 7n * OPEN })

  const outcomes: string[] = []
  const twice = async (action: () => Promise<{ status: string }>) => {
    for (let round = 0; round < 2; round++) outcomes.push((await action()).status)
  }
  await twice(() => stake(staker, { subject, stakeTotal: 4n * OPEN }))
  expect(toAddress(await chain.staking.read.poolOf([subject]))).toBe(pool)
  expect(await chain.staking.read.positionOf([subject, staker.address])).toMatchObject({ stake: 4n * OPEN })
  expect((await chain.staking.read.stateOf([subject])).pot).toBe(7n * OPEN)

  await pass(8 * 86_400)
  await twice(() => claimStakeRewards(operator, mine))
  const paid = (await chain.openToken.read.balanceOf([staker.address])) - 6n * OPEN
  expect(paid > 7n * OPEN - 10n && paid <= 7n * OPEN).toBe(true)

  await twice(() => unstake(staker, { subject, stakeLeft: 0n }))
  await expect(withdrawStake(operator, mine)).rejects.toMatchObject({
    code: 'CHAIN_REVERTED',
    details: { errorName: 'StillUnbonding' },
  })
  await pass(15 * 86_400)
  await twice(() => withdrawStake(operator, mine))
  expect((await chain.openToken.read.balanceOf([staker.address])) - paid).toBe(10n * OPEN)
  expect(outcomes).toEqual(Array.from({ length: 4 }, () => ['done', 'already']).flat())
})

test('who holds too little gets a coded error and nothing is sent', async () => {
  const { chain } = world
  const poor = createUserWallet({ chain, account: people.signer })
  const request = { subject: stakeSubject(poor.address), stakeTotal: 1n }
  await expect(stake(poor, request)).rejects.toMatchObject({ code: 'CHAIN_FUNDS_TOO_LOW' })
  await expect(unstake(poor, { subject: request.subject, stakeLeft: 0n })).resolves.toEqual({ status: 'already' })
})
