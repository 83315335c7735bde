import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { epochHash } from '@openledger/core/epoch/epoch.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { ChainReader } from '@openledger/core/verify/chainReader.ts'
import { keccak256, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { people, runLoop } from '../../test/runLoop.ts'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { collectCall } from '../calls/paymentEscrowCalls.ts'
import { createChainReader } from './createChainReader.ts'

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
  expect(posted).toEqual({ epoch: loop.epoch, epochHash: epochHash(loop.epoch), block: loop.postBlock })
  expect(await reader.postedEpoch(operator, 2n)).toBeUndefined()
})

test('model, price, version and Datanet, as of a block', async () => {
  const model = await reader.model(loop.modelId, loop.postBlock)
  expect(model).toMatchObject({ owner: toAddress(people.developer.address), trainingVersions: [loop.version.root] })
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
  expect(await reader.datanet(datanetId, loop.postBlock)).toEqual({ datanetId, owner, treasury: owner, rateBps: 500 })
})

test('what is collected after the post does not count for it', async () => {
  const { addresses, chainId } = world.chain
  const voucher = { channelId: loop.channelId, cumulative: 1500n }
  const domain = { chainId, verifyingContract: addresses.paymentEscrow }
  const signature = await people.signer.signTypedData(voucherTypedData(voucher, domain))
  const wallet = createUserWallet({ chain: world.chain, account: people.operator })
  const later = await wallet.send(collectCall(addresses, [{ voucher, signature }]), 'Collecting')
  const channel = {
    channelId: loop.channelId,
    payer: toAddress(people.payer.address),
    operator,
    signer: toAddress(people.signer.address),
  }
  expect(await reader.collectedChannels(operator, loop.postBlock)).toEqual([{ ...channel, collected: 1000n }])
  expect(await reader.collectedChannels(operator, later.blockNumber)).toEqual([{ ...channel, collected: 1500n }])
  expect(await reader.collectedChannels(channel.payer, later.blockNumber)).toEqual([])
})
