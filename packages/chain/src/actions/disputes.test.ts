import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPEN, people } from '../../test/runLoop.ts'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { appealDispute } from './appealDispute.ts'
import { closeDispute } from './closeDispute.ts'
import { createDatanet } from './createDatanet.ts'
import { disputeNow } from './disputeNow.ts'
import { forwardPot } from './forwardPot.ts'
import { judgeDispute } from './judgeDispute.ts'
import { chainTime, moveTime } from './moveTime.ts'
import { openDispute } from './openDispute.ts'
import { setCurators } from './setCurators.ts'
import { transferOpen } from './transferOpen.ts'
import { transferToken } from './transferToken.ts'
import { createUserWallet } from './userWallet.ts'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 60_000)
afterAll(() => world.stop())

const wallet = (account: ReturnType<typeof testAccount>) => createUserWallet({ chain: world.chain, account })
const [first, second] = [testAccount(6), testAccount(7)]

/** A Datanet of `owner` with two curators, and one record of `contributor` in it. */
async function curated(slug: string) {
  const owner = wallet(people.owner)
  const terms = {
    slug,
    treasury: owner.address,
    rateBps: 500,
    termsHash: hashText('licence'),
    metadataHash: hashText('about'),
  }
  const { datanetId } = await createDatanet(owner, terms)
  const curators = [first, second].map(({ address }) => ({ account: toAddress(address), bps: 2_000 }))
  expect((await setCurators(owner, { datanetId, curators })).status).toBe('done')
  expect((await setCurators(owner, { datanetId, curators })).status).toBe('already')
  // Who was named in the second of the dispute does not judge it.
  const { rpcUrl } = world.chain
  await moveTime({ rpcUrl, time: (await chainTime(rpcUrl)) + 2 })
  const contributor = toAddress(people.contributor.address)
  const record = { datanetId, contributor, commitment: hashText(slug), reasonHash: hashText('mine') }
  return { owner, datanetId, record }
}

async function passWindow(): Promise<void> {
  const { rpcUrl, recordDisputes } = world.chain
  await moveTime({ rpcUrl, time: (await chainTime(rpcUrl)) + Number(await recordDisputes.read.window()) + 1 })
}

test('a dispute is opened, upheld, appealed, dismissed by vote; the pot goes to the contributor', async () => {
  const { owner, record } = await curated('disputed')
  const holder = wallet(people.operator)
  const [challenger, juror] = [wallet(people.payer), wallet(second)]
  const contributor = wallet(people.contributor)
  await expect(openDispute(challenger, record)).rejects.toMatchObject({ code: 'CHAIN_FUNDS_TOO_LOW' })
  for (const { address } of [challenger, contributor])
    await transferOpen(holder, { to: address, balanceAtLeast: 200n * OPEN })
  const { disputeId, status } = await openDispute(challenger, record)
  expect(status).toBe('done')
  expect(await openDispute(challenger, record)).toEqual({ status: 'already', disputeId })
  const pot = toAddress(await world.chain.datanetRegistry.read.potOf([disputeId]))
  await transferOpen(holder, { to: pot, balanceAtLeast: OPEN })

  const verdict = { disputeId, upheld: true, how: 'decide' } as const
  await expect(judgeDispute(challenger, verdict)).rejects.toMatchObject({ details: { errorName: 'NotJudge' } })
  expect((await judgeDispute(owner, verdict)).status).toBe('done')
  expect((await judgeDispute(owner, verdict)).status).toBe('already')
  expect((await appealDispute(contributor, disputeId)).status).toBe('done')
  expect((await appealDispute(contributor, disputeId)).status).toBe('already')
  const vote = { disputeId, upheld: false, how: 'vote' } as const
  expect((await judgeDispute(juror, vote)).status).toBe('done')
  expect((await judgeDispute(juror, vote)).status).toBe('already')
  await expect(closeDispute(owner, disputeId)).rejects.toMatchObject({ details: { errorName: 'TooEarly' } })
  await passWindow()
  expect((await closeDispute(owner, disputeId)).status).toBe('done')
  expect((await closeDispute(owner, disputeId)).status).toBe('already')
  expect(await disputeNow(world.chain, record)).toBeUndefined()

  const before = await world.chain.openToken.read.balanceOf([record.contributor])
  expect((await forwardPot(owner, disputeId)).status).toBe('done')
  expect((await forwardPot(owner, disputeId)).status).toBe('already')
  expect((await world.chain.openToken.read.balanceOf([record.contributor])) - before).toBe(OPEN)
})

test('a Datanet goes to another account, which names the curators from then on', async () => {
  const { owner, datanetId } = await curated('sold')
  const buyer = wallet(people.developer)
  const sale = { what: 'datanet', id: datanetId, to: buyer.address } as const
  expect((await transferToken(owner, sale)).status).toBe('done')
  expect((await transferToken(owner, sale)).status).toBe('already')
  await expect(setCurators(owner, { datanetId, curators: [] })).rejects.toMatchObject({
    details: { errorName: 'NotDatanetOwner' },
  })
  expect((await setCurators(buyer, { datanetId, curators: [] })).status).toBe('done')
})
