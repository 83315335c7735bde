import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Address, concat, createWalletClient, type Hex, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isolated } from '../../test/isolated.ts'
import { type Dies, mortalPublisher } from '../../test/mortalPublisher.ts'
import { postPayouts } from '../../test/postPayouts.ts'
import { OPEN, people } from '../../test/runLoop.ts'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { moveTime } from '../actions/moveTime.ts'
import { transferOpen } from '../actions/transferOpen.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { answerCall } from '../calls/challengesCalls.ts'
import { transferOpenCall } from '../calls/openTokenCalls.ts'
import type { PublisherStep } from '../publisher/createPublisher.ts'
import { DEMANDED_TREES, encodeChunk } from './encodeChunk.ts'
import { playData } from './playData.ts'
import { readAnsweredTree } from './readAnsweredTree.ts'
import { reclaimDemands } from './reclaimDemands.ts'

/** Three chunks, the last of them short. */
const payouts = Array.from({ length: 600 }, (_, i) => ({
  account: toAddress(`0x${(i + 0xabc).toString(16).padStart(40, '0')}`),
  cumulative: BigInt(i + 1),
}))
const leaves = { receipts: [], attributions: [], credits: [], payouts }
const PRICE = 10n ** 15n
const PAYOUTS = DEMANDED_TREES.indexOf('payouts')

let world: TestChain
let epoch: Epoch
const account = testAccount(9)
beforeAll(async () => {
  world = await startTestChain()
  await transferOpen(operator(), { to: toAddress(account.address), balanceAtLeast: 10n * OPEN })
  epoch = await postPayouts(world, payouts, buildClaimsTree(payouts).root)
})
afterAll(() => world.stop())

const operator = () => createUserWallet({ chain: world.chain, account: people.operator })
const status = async () => (await world.chain.settlement.read.epochOf([epoch.operator, 1n]))[3]

/** A watcher over a journal file, as a new process makes it; dies at a step if one is given. */
async function demander(file: string, dies?: Dies) {
  const publisher = await mortalPublisher(world, account, file, dies)
  return { chain: world.chain, publisher }
}

const answerOf = (chunk: number) => {
  const run = encodeChunk({ epoch, leaves }, 'payouts', chunk, 256)
  return answerCall(world.chain.addresses, epoch, { tree: PAYOUTS, chunk, run })
}
const answer = (chunk: number) => operator().send(answerOf(chunk), 'Answering')
const demanded = async () => {
  const events = await world.chain.challenges.getEvents.Demanded({ operator: epoch.operator }, { fromBlock: 0n })
  return events.map(({ args }) => args.chunk)
}

test('a withheld tree is demanded some chunks at once and read out of the answers', async () => {
  await isolated(world.chain.rpcUrl, async () => {
    const play = async () => playData(await demander('moves.json'), epoch, { trees: ['payouts'] }, 2)
    const read = () => readAnsweredTree(world.chain, epoch, 'payouts')
    expect(await read()).toBeUndefined()
    const first = await play()
    expect(first).toMatchObject({ step: 'waits', tree: 'payouts', chunk: 1 })
    expect(await play()).toEqual(first)
    expect(await demanded()).toEqual([0, 1])
    await answer(1)
    expect(await play()).toMatchObject({ step: 'waits', chunk: 2 })
    expect(await demanded()).toEqual([0, 1, 2])
    await answer(0)
    expect(await read()).toBeUndefined()
    await answer(2)
    expect(await read()).toEqual(payouts)
    expect(await play()).toEqual({ step: 'untold' })
    expect(await world.chain.openToken.read.balanceOf([account.address])).toBe(10n * OPEN - 600n * PRICE)
  })
})

test('an answer that comes out of another contract is read from its trace', async () => {
  await isolated(world.chain.rpcUrl, async () => {
    await playData(await demander('forwarded.json'), epoch, { trees: ['payouts'] })
    const forwarder = await deployForwarder(world.chain.addresses.challenges)
    for (const chunk of [0, 1, 2]) await operator().send({ ...answerOf(chunk), to: forwarder }, 'Answering')
    expect(await readAnsweredTree(world.chain, epoch, 'payouts')).toEqual(payouts)
  })
})

/** A contract that passes on every call that it gets, and fails with it. */
async function deployForwarder(to: Address): Promise<Address> {
  const transport = http(world.chain.rpcUrl)
  const wallet = createWalletClient({ account: people.operator, chain: foundry, transport })
  const code = concat(['0x363d3d373d3d363d3d73', to, '0x5af16026573d3dfd5b00'])
  const size = (code.length - 2) / 2
  const data: Hex = concat([`0x60${size.toString(16)}8060093d393df3`, code])
  const hash = await wallet.deployContract({ abi: [], bytecode: data })
  const { contractAddress } = await world.chain.client.waitForTransactionReceipt({ hash })
  return toAddress(contractAddress ?? '')
}

test('a watcher that is killed at any step goes on where it was, and pays for nothing twice', async () => {
  const steps: readonly PublisherStep[] = ['intent', 'prepared', 'signed', 'broadcast', 'sent', 'receipt', 'recorded']
  for (const call of ['payouts:0:approve', 'payouts:0:demand', 'payouts:1:demand']) {
    for (const step of steps) {
      await isolated(world.chain.rpcUrl, async () => {
        const file = `killed-${call.replaceAll(':', '-')}-${step}.json`
        const dies = (at: PublisherStep, key: string) => at === step && key.endsWith(`:${call}`)
        await expect(playData(await demander(file, dies), epoch, { trees: ['payouts'] })).rejects.toThrow('killed')
        const move = await playData(await demander(file), epoch, { trees: ['payouts'] })
        expect(move).toMatchObject({ step: 'waits', tree: 'payouts' })
        expect(await demanded()).toEqual([0, 1, 2])
        expect(await world.chain.openToken.read.balanceOf([account.address])).toBe(10n * OPEN - 600n * PRICE)
      })
    }
  }
}, 240_000)

test('silence voids the epoch, and what was prepaid comes back; too late to demand; too poor to', async () => {
  await isolated(world.chain.rpcUrl, async () => {
    const move = await playData(await demander('silence.json'), epoch, { trees: ['payouts'] })
    if (move.step !== 'waits') throw new Error(`the demands are at ${move.step}`)
    await moveTime({ rpcUrl: world.chain.rpcUrl, time: Number(move.until) + 1 })
    expect(await playData(await demander('silence.json'), epoch, { trees: ['payouts'] })).toEqual({ step: 'over' })
    expect(await status()).toBe(3)
    expect(await playData(await demander('silence.json'), epoch, { trees: ['payouts'] })).toEqual({ step: 'over' })
    const before = await world.chain.openToken.read.balanceOf([account.address])
    expect(await reclaimDemands(await demander('silence.json'), epoch.operator)).toBe(2)
    expect(await world.chain.openToken.read.balanceOf([account.address])).toBe(before + 344n * PRICE)
    expect(await reclaimDemands(await demander('silence.json'), epoch.operator)).toBe(0)
    expect(await world.chain.openToken.read.balanceOf([world.chain.addresses.challenges])).toBe(0n)
  })
  await isolated(world.chain.rpcUrl, async () => {
    const [, , finalizesAt] = await world.chain.settlement.read.epochOf([epoch.operator, 1n])
    await moveTime({ rpcUrl: world.chain.rpcUrl, time: Number(finalizesAt) })
    expect(await playData(await demander('late.json'), epoch, { trees: ['payouts'] })).toEqual({ step: 'late' })
  })
  await isolated(world.chain.rpcUrl, async () => {
    const { addresses } = world.chain
    const wallet = createUserWallet({ chain: world.chain, account })
    // What is left pays for one chunk, and then for none.
    const spare = 10n * OPEN - 300n * PRICE
    await wallet.send(transferOpenCall(addresses, epoch.operator, spare), 'Giving away')
    expect(await playData(await demander('poor.json'), epoch, { trees: ['payouts'] })).toMatchObject({
      step: 'waits',
      chunk: 0,
    })
    expect(await demanded()).toEqual([0])
    await answer(0)
    await expect(playData(await demander('poor.json'), epoch, { trees: ['payouts'] })).rejects.toMatchObject({
      code: 'CHAIN_REVERTED',
    })
  })
})
