import { hashText } from '@openledger/core/primitives/hash.ts'
import { createPublicClient, type Hex, http, serializeErc6492Signature } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain } from '../../test/testChain.ts'
import { callRpc } from '../rpc/callRpc.ts'
import { takesWalletSignature } from './takesWalletSignature.ts'

/** Code that answers every question with ERC-1271's yes, and code that runs in circles for ever. */
const YES: Hex = '0x631626ba7e60e01b5f5260205ff3'
const CIRCLES: Hex = '0x5b5f56'
const account = `0x${'a'.repeat(40)}` as const
const question = { account, digest: hashText('digest'), signature: '0x1234' } as const

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 60_000)
afterAll(() => world.stop())

test('code is asked within little gas; a wallet to be is made only if its signature says how', async () => {
  const ask = (signature: Hex = question.signature) =>
    takesWalletSignature(world.chain.client, { ...question, signature })
  const become = (code: Hex) => callRpc(world.chain.rpcUrl, 'anvil_setCode', [account, code])
  const toBe = serializeErc6492Signature({ address: account, data: '0x', signature: '0x1234' })
  expect(await ask()).toBe(false)
  expect(await ask(toBe)).toBe(false)
  await become(YES)
  expect(await ask()).toBe(true)
  expect(await ask(toBe)).toBe(true)
  await become(CIRCLES)
  const began = Date.now()
  expect(await ask()).toBe(false)
  expect(await ask(toBe)).toBe(false)
  expect(Date.now() - began).toBeLessThan(5_000)
})

test('a chain that is out of reach is no no', async () => {
  const dead = createPublicClient({ chain: foundry, transport: http('http://127.0.0.1:9', { retryCount: 0 }) })
  const unreachable = { code: 'CHAIN_UNREACHABLE' }
  await expect(takesWalletSignature(dead, question)).rejects.toMatchObject(unreachable)
  const toBe = serializeErc6492Signature({ address: account, data: '0x', signature: '0x1234' })
  await expect(takesWalletSignature(dead, { ...question, signature: toBe })).rejects.toMatchObject(unreachable)
})
