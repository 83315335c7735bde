import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { epochHash } from '@openledger/core/epoch/epoch.ts'
import { valueAt } from '@openledger/core/payout/timeline.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { type ChainReader, recordKey } from '@openledger/core/verify/chainReader.ts'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people, runLoop } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { closeDispute } from '../actions/closeDispute.ts'
import { judgeDispute } from '../actions/judgeDispute.ts'
import { moveTime } from '../actions/moveTime.ts'
import { openDispute } from '../actions/openDispute.ts'
import { registerModel } from '../actions/registerModel.ts'
import { setCurators } from '../actions/setCurators.ts'
import { transferToken } from '../actions/transferToken.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { collectCall } from '../calls/paymentEscrowCalls.ts'
import { createChainReader } from './createChainReader.ts'
import { readHolders } from './readHolders.ts'

let world: TestChain
let loop: Awaited<ReturnType<typeof runLoop>>
let reader: ChainReader
const operator = toAddress(people.operator.address)
beforeAll(async () => {
  world = await startTestChain()
  loop = await runLoop(world, 'reader')
  const { rpcUrl, chainId, addresses } = world.chain
  reader = await createChainReader({ rpcUrl, chainId, addresses })
}, 60_000)
afterAll(() => world.stop())

test('a posted epoch comes back as it was posted', async () => {
  const posted = await reader.postedEpoch(operator, 1n)
  const { timestamp: time } = await world.chain.client.getBlock({ blockNumber: loop.postBlock })
  expect(posted).toEqual({ epoch: loop.epoch, epochHash: epochHash(loop.epoch), block: loop.postBlock, time })
  expect(await reader.postedEpoch(operator, 2n)).toBeUndefined()
})

test('model, price, version and Datanet, as of a block', async () => {
  const model = await reader.model(loop.modelId, loop.postBlock)
  const pool = toAddress(await world.chain.staking.read.poolOf([loop.modelId]))
  expect(model).toMatchObject({
    owners: [{ value: toAddress(people.developer.address) }],
    royalties: [],
    pool,
    trainingVersions: [loop.version.root],
  })
  expect(model?.split.data).toBe(5000)
  expect(await reader.model(loop.modelId, 1n)).toBeUndefined()
  expect(await reader.price(loop.modelId, 1)).toEqual({
    inputPrice: 2n,
    outputPrice: 3n,
    effectiveFrom: expect.any(BigInt),
  })
  expect(await reader.price(loop.modelId, 2)).toEqual({
    inputPrice: 4n,
    outputPrice: 5n,
    effectiveFrom: expect.any(BigInt),
  })
  expect(await reader.price(loop.modelId, 3)).toBeUndefined()
  const { root, datanetId, count, dataHash } = loop.version
  expect(await reader.version(root)).toEqual({ root, datanetId, count, dataHash })
  const registrants = await reader.registrants(datanetId, loop.postBlock)
  const contributor = new Set([toAddress(people.contributor.address)])
  expect([...registrants.values()]).toEqual([contributor, contributor, contributor])
  expect((await reader.registrants(datanetId, 1n)).size).toBe(0)
  expect(await reader.version(keccak256(toHex('none')))).toBeUndefined()
  const owner = toAddress(people.owner.address)
  expect(await reader.datanet(datanetId, loop.postBlock)).toEqual({
    datanetId,
    owners: [{ from: expect.any(BigInt), value: owner }],
    treasury: owner,
    rateBps: 500,
    curators: [],
    disputes: new Map(),
  })
})

test('owners, royalties, curators and disputes read as the registries answer for every time', async () => {
  const { chain } = world
  const wallet = (who: keyof typeof people) => createUserWallet({ chain, account: people[who] })
  const [owner, developer, payer] = [wallet('owner'), wallet('developer'), wallet('payer')]
  const { datanetId } = loop
  const ancestor = loop.modelId
  const split = { burn: 200, operator: 800, model: 9_000, stakers: 0, data: 0 }
  const { modelId } = await registerModel(developer, {
    name: 'child',
    baseHash: keccak256(toHex('base')),
    ...UNTRAINED,
    retrievalVersions: [],
    inputPrice: 1n,
    outputPrice: 1n,
    split,
    parents: [{ ancestor, bps: 1_250 }],
  })
  const [one, two] = [payer.address, toAddress(people.contributor.address)]
  await setCurators(owner, { datanetId, curators: [{ account: one, bps: 700 }] })
  const contributor = toAddress(people.contributor.address)
  const [commitment = ZERO_HEX32] = [...(await reader.registrants(datanetId, loop.postBlock)).keys()]
  const record = { datanetId, contributor, commitment, reasonHash: keccak256(toHex('copied')) }
  const { disputeId } = await openDispute(wallet('operator'), record)
  await transferToken(developer, { what: 'model', id: ancestor, to: one })
  await transferToken(owner, { what: 'datanet', id: datanetId, to: one })
  await setCurators(payer, {
    datanetId,
    curators: [
      { account: two, bps: 1 },
      { account: one, bps: 9_999 },
    ],
  })
  await judgeDispute(payer, { disputeId, upheld: false, how: 'decide' })
  const { deadline } = await chain.recordDisputes.read.disputeOf([disputeId])
  await moveTime({ rpcUrl: chain.rpcUrl, time: Number(deadline) + 1 })
  await closeDispute(payer, disputeId)

  const { number: block, timestamp: newest } = await chain.client.getBlock()
  const model = await reader.model(modelId, block)
  const datanet = await reader.datanet(datanetId, block)
  if (model === undefined || datanet === undefined) throw new Error('not on chain')
  const [royalty] = model.royalties
  expect(royalty).toMatchObject({ ancestor, bps: 1_250 })
  const disputes = datanet.disputes.get(recordKey(contributor, commitment)) ?? []
  expect(disputes.map(({ value }) => value)).toEqual([
    toAddress(await chain.datanetRegistry.read.potOf([disputeId])),
    null,
  ])
  const changes = [...model.owners, ...(royalty?.owners ?? []), ...datanet.owners, ...datanet.curators, ...disputes]
  const times = changes.flatMap(({ from }) => [from - 1n, from, from + 1n])
  for (const time of [...times, newest]) {
    const registry = chain.modelRegistry.read
    const nobody = `0x${'0'.repeat(40)}` as const
    expect(valueAt(model.owners, time) ?? nobody).toBe(toAddress(await registry.ownerAt([modelId, time])))
    expect(valueAt(royalty?.owners ?? [], time) ?? nobody).toBe(toAddress(await registry.ownerAt([ancestor, time])))
    const { ownerAt, curatorsAt, disputeAt } = chain.datanetRegistry.read
    expect(valueAt(datanet.owners, time) ?? nobody).toBe(toAddress(await ownerAt([datanetId, time])))
    const curators = (await curatorsAt([datanetId, time])).map(({ account, bps }) => ({
      account: toAddress(account),
      bps,
    }))
    expect(valueAt(datanet.curators, time) ?? []).toEqual(curators)
    const disputed = (await disputeAt([datanetId, contributor, commitment, time])) !== ZERO_HEX32
    expect((valueAt(disputes, time) ?? null) !== null).toBe(disputed)
  }
  const holders = await readHolders(chain, { time: newest, modelIds: [modelId], records: [record] })
  expect(holders).toEqual({
    models: [{ modelId, owner: developer.address, royalties: [{ account: one, bps: 1_250 }], pool: model.pool }],
    datanets: [{ datanetId, owner: one, curators: datanet.curators.at(-1)?.value }],
    pots: [],
  })
  const time = disputes[0]?.from ?? 0n
  expect((await readHolders(chain, { time, modelIds: [], records: [record] })).pots).toEqual([
    { commitment, pot: disputes[0]?.value },
  ])
}, 60_000)

test('what is collected after the post does not count for it', async () => {
  const { addresses, chainId } = world.chain
  const voucher = { channelId: loop.channelId, cumulative: 1500n }
  const domain = { chainId, verifyingContract: addresses.paymentEscrow }
  const signature = await people.signer.signTypedData(voucherTypedData(voucher, domain))
  const wallet = createUserWallet({ chain: world.chain, account: people.operator })
  const channel = {
    channelId: loop.channelId,
    payer: toAddress(people.payer.address),
    operator,
    signer: toAddress(people.signer.address),
  }
  const { payer } = channel
  const later = await wallet.send(collectCall(addresses, [{ voucher, payer, signature }]), 'Collecting')
  expect(await reader.collectedChannels(operator, loop.postBlock)).toEqual([{ ...channel, collected: 1000n }])
  expect(await reader.collectedChannels(operator, later.blockNumber)).toEqual([{ ...channel, collected: 1500n }])
  expect(await reader.collectedChannels(channel.payer, later.blockNumber)).toEqual([])
})
