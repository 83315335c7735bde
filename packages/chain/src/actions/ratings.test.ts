import { stakeSubject } from '@openledger/core/ids/stakePoolAddress.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPEN, people } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { createDatanet } from './createDatanet.ts'
import { chainTime, moveTime } from './moveTime.ts'
import { rateDatanet } from './rateDatanet.ts'
import { refreshRating } from './refreshRating.ts'
import { stake } from './stake.ts'
import { transferOpen } from './transferOpen.ts'
import { createUserWallet } from './userWallet.ts'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 60_000)
afterAll(() => world.stop())

test('a staker’s rating weighs its stake; without stake nobody rates', async () => {
  const { chain } = world
  const [owner, rater, holder] = [people.owner, people.payer, people.operator].map((account) =>
    createUserWallet({ chain, account }),
  ) as [ReturnType<typeof createUserWallet>, ReturnType<typeof createUserWallet>, ReturnType<typeof createUserWallet>]
  const about = { treasury: owner.address, rateBps: 0, termsHash: hashText('t'), metadataHash: hashText('m') }
  const { datanetId } = await createDatanet(owner, { slug: 'rated', ...about })
  const rating = { datanetId, stars: 4, reasonHash: ZERO_HEX32 }
  const refused = (errorName: string) => ({ code: 'CHAIN_REVERTED', details: { errorName } })
  await expect(rateDatanet(rater, rating)).rejects.toMatchObject(refused('NothingStaked'))
  await expect(rateDatanet(owner, rating)).rejects.toMatchObject(refused('OwnDatanet'))
  await transferOpen(holder, { to: rater.address, balanceAtLeast: 100n * OPEN })
  const subject = stakeSubject(holder.address)
  await stake(rater, { subject, stakeTotal: 60n * OPEN })
  await moveTime({ rpcUrl: chain.rpcUrl, time: (await chainTime(chain.rpcUrl)) + 2 })
  expect((await rateDatanet(rater, rating)).status).toBe('done')
  expect((await rateDatanet(rater, rating)).status).toBe('already')
  const tally = await chain.datanetRatings.read.tallyOf([datanetId])
  expect(tally).toEqual({ weight: 60n * OPEN, raters: 1, weightedStars: 240n * OPEN })
  await stake(rater, { subject, stakeTotal: 100n * OPEN })
  await moveTime({ rpcUrl: chain.rpcUrl, time: (await chainTime(chain.rpcUrl)) + 2 })
  expect((await refreshRating(holder, { datanetId, rater: rater.address })).status).toBe('done')
  expect((await chain.datanetRatings.read.tallyOf([datanetId])).weight).toBe(100n * OPEN)
})
