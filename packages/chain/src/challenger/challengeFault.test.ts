import { afterAll, beforeAll, expect, test } from 'vitest'
import { isolated } from '../../test/isolated.ts'
import { mortalPublisher } from '../../test/mortalPublisher.ts'
import { postUnsorted } from '../../test/postUnsorted.ts'
import { startRpcProxy } from '../../test/rpcProxy.ts'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { createChain } from '../clients/createChain.ts'
import type { PublisherStep } from '../publisher/createPublisher.ts'
import { challengeFault } from './challengeFault.ts'
import type { EncodedFault } from './encodeFault.ts'
import { tryFault } from './tryFault.ts'

let world: TestChain
let fault: EncodedFault
beforeAll(async () => {
  world = await startTestChain()
  fault = await postUnsorted(world)
})
afterAll(() => world.stop())

const account = testAccount(9)
const balance = () => world.chain.openToken.read.balanceOf([account.address])
const status = async () => (await world.chain.settlement.read.epochOf([fault.operator, 1n]))[3]

/** A challenger over a journal file, as a new process makes it; dies at a step if one is given. */
async function challenger(file: string, diesAt?: { readonly step: PublisherStep; readonly call: string }) {
  const publisher = await mortalPublisher(
    world,
    account,
    file,
    diesAt && ((step, key) => step === diesAt.step && key.endsWith(diesAt.call)),
  )
  return { chain: world.chain, publisher, account }
}

test('a proof that does not hold is refused by a call that changes nothing', async () => {
  expect(await tryFault(world.chain, fault)).toEqual({ proven: fault.epochHash })
  expect(await tryFault(world.chain, { ...fault, proof: `0x${fault.proof.slice(2, -2)}01` })).toMatchObject({
    refused: expect.any(String),
  })
  expect(await tryFault(world.chain, { ...fault, kind: 15 })).toEqual({ refused: 'UnknownKind' })
  expect(await status()).toBe(1)
})

test('a proof that no RPC takes is refused too, so that it hides no other fault', async () => {
  for (const megabytes of [4, 24]) {
    const proof = `0x${'ff'.repeat(megabytes * 1_000_000)}` as const
    expect(await tryFault(world.chain, { ...fault, proof })).toMatchObject({ refused: expect.any(String) })
  }
})

test('an RPC that hangs up on a large body alone refuses it; one that answers nothing is unreachable', async () => {
  const large = `0x${'ff'.repeat(200_000)}` as const
  const proxy = await startRpcProxy(world.anvil.rpcUrl)
  try {
    const { chainId, addresses } = world.chain
    const chain = createChain({ rpcUrl: proxy.url, chainId, addresses })
    proxy.tamper(async ({ params }) => (JSON.stringify(params).length > 300_000 ? { cut: true } : undefined))
    expect(await tryFault(chain, { ...fault, proof: large })).toMatchObject({ refused: expect.any(String) })
    proxy.tamper(async () => ({ cut: true }))
    const unreachable = { code: 'CHAIN_UNREACHABLE' }
    await expect(tryFault(chain, { ...fault, proof: large })).rejects.toMatchObject(unreachable)
    await expect(tryFault(chain, fault)).rejects.toMatchObject(unreachable)
  } finally {
    await proxy.stop()
  }
})

test('a challenge that is killed at any step and repeated wins once', async () => {
  const steps: readonly PublisherStep[] = ['intent', 'prepared', 'signed', 'broadcast', 'sent', 'receipt', 'recorded']
  for (const call of [':commit', ':prove']) {
    for (const step of steps) {
      await isolated(world.chain.rpcUrl, async () => {
        const before = await balance()
        const file = `journal${call}-${step}.json`
        await expect(challengeFault(await challenger(file, { step, call }), fault)).rejects.toThrow('killed')
        const result = await challengeFault(await challenger(file), fault)
        expect(result).toMatchObject({ status: 'won', transactionHash: expect.any(String) })
        expect(await status()).toBe(3)
        expect((await balance()) - before).toBe(result.reward)
        expect(result.reward).toBeGreaterThan(0n)
        expect(await challengeFault(await challenger(file), fault)).toEqual(result)
        expect((await balance()) - before).toBe(result.reward)
      })
    }
  }
})

test('who comes second is told so', async () => {
  await challengeFault(await challenger('first.json'), fault)
  const other = testAccount(8)
  const publisher = await mortalPublisher(world, other, 'second.json')
  const result = await challengeFault({ chain: world.chain, publisher, account: other }, fault)
  expect(result).toMatchObject({ status: 'already', transactionHash: undefined, reward: 0n })
})
