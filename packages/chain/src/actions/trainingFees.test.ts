import { sortVersion, versionRoot } from '@openledger/core/data/versionData.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OPEN, people } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { requestAccessCall, revokeRecordsCall } from '../calls/datanetRegistryCalls.ts'
import { createDatanet } from './createDatanet.ts'
import { grantAccess } from './grantAccess.ts'
import { payTrainingFee } from './payTrainingFee.ts'
import { publishVersion } from './publishVersion.ts'
import { registerModel } from './registerModel.ts'
import { revokeAccess } from './revokeAccess.ts'
import { setLicence } from './setLicence.ts'
import { setLimits } from './setLimits.ts'
import { shareTrainingFee } from './shareTrainingFee.ts'
import { transferOpen } from './transferOpen.ts'
import { createUserWallet } from './userWallet.ts'
import { withdrawTrainingFees } from './withdrawTrainingFees.ts'

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 60_000)
afterAll(() => world.stop())

test('a training fee is paid once, shared out over two runs, and every wei of the pool reaches an account', async () => {
  const { chain } = world
  const wallet = (account: (typeof people)['owner']) => createUserWallet({ chain, account })
  const [owner, developer, holder] = [wallet(people.owner), wallet(people.developer), wallet(people.operator)]
  const terms = {
    slug: 'paid',
    treasury: owner.address,
    rateBps: 1_000,
    termsHash: hashText('t'),
    metadataHash: hashText('m'),
  }
  const { datanetId } = await createDatanet(owner, terms)
  const licence = { datanetId, name: 'CC-BY-4.0', termsHash: hashText('by') }
  const limits = { datanetId, limits: { recordsInAll: 1_000, recordsADay: 100 } }
  expect((await setLicence(owner, licence)).status).toBe('done')
  expect((await setLicence(owner, licence)).status).toBe('already')
  expect((await setLimits(owner, limits)).status).toBe('done')
  expect((await setLimits(owner, limits)).status).toBe('already')
  const contributors = [people.contributor, people.payer].map(({ address }) => toAddress(address))
  const records = sortVersion(
    Array.from({ length: 200 }, (_, index) => ({
      commitment: hashText(`record ${index}`),
      contributor: contributors[index % 2] ?? owner.address,
    })),
  )
  const root = versionRoot(records)
  await publishVersion(owner, { datanetId, root, count: 200, dataHash: hashText('d'), previousRoot: ZERO_HEX32 })
  await developer.send(requestAccessCall(chain.addresses, datanetId, hashText('t')), 'Asking for access')
  const grant = { datanetId, developer: developer.address, termsHash: hashText('t'), expiry: 9_999_999_999n }
  const fee = { minDataShareBps: 0, minOutputPrice: 0n, trainingFee: OPEN + 7n }
  expect((await grantAccess(owner, { ...grant, ...fee })).status).toBe('done')
  expect((await grantAccess(owner, { ...grant, ...fee })).status).toBe('already')
  const model = {
    ...UNTRAINED,
    name: 'paid for',
    baseHash: hashText('base'),
    trainingVersions: [root],
    retrievalVersions: [],
    inputPrice: 1n,
    outputPrice: 1n,
    split: { burn: 200, operator: 800, model: 2000, stakers: 2000, data: 5000 },
  }
  await expect(registerModel(developer, model)).rejects.toMatchObject({ details: { errorName: 'TrainingFeeUnpaid' } })
  await expect(payTrainingFee(developer, root)).rejects.toMatchObject({ code: 'CHAIN_FUNDS_TOO_LOW' })
  await transferOpen(holder, { to: developer.address, balanceAtLeast: 2n * OPEN })
  expect((await payTrainingFee(developer, root)).status).toBe('done')
  expect((await payTrainingFee(developer, root)).status).toBe('already')
  expect((await registerModel(developer, model)).status).toBe('done')

  const payment = { root, developer: developer.address, records }
  await expect(shareTrainingFee(owner, { ...payment, records: records.slice(1) })).rejects.toMatchObject({
    details: { errorName: 'WrongRun' },
  })
  expect(await shareTrainingFee(owner, payment)).toBe(2)
  expect(await shareTrainingFee(owner, payment)).toBe(0)
  const there = await chain.trainingFees.read.paymentOf([root, developer.address])
  expect(there.shared).toBe(there.pool)
  const before = await Promise.all(contributors.map((account) => chain.openToken.read.balanceOf([account])))
  for (const account of [...contributors, owner.address]) {
    expect((await withdrawTrainingFees(holder, account)).status).toBe('done')
    expect((await withdrawTrainingFees(holder, account)).status).toBe('already')
  }
  const after = await Promise.all(contributors.map((account) => chain.openToken.read.balanceOf([account])))
  const earned = after.map((balance, index) => balance - (before[index] ?? 0n))
  expect(earned.reduce((sum, part) => sum + part, 0n)).toBe(there.pool)
  expect(await chain.openToken.read.balanceOf([chain.addresses.trainingFees])).toBe(0n)

  expect((await revokeAccess(owner, { datanetId, developer: developer.address })).status).toBe('done')
  expect((await revokeAccess(owner, { datanetId, developer: developer.address })).status).toBe('already')
  const revoked = revokeRecordsCall(chain.addresses, datanetId, [hashText('record 0')])
  expect((await wallet(people.contributor).send(revoked, 'Revoking')).status).toBe('success')
})
