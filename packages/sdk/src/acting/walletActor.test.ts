import { datanetRegistryAbi } from '@openledger/chain/abi/datanetRegistry.ts'
import { encodeErrorResult, type Hex } from 'viem'
import { expect, test } from 'vitest'
import { waitForBlock } from './waitForBlock.ts'
import { createWalletActor } from './walletActor.ts'

const account = `0x${'1a'.repeat(20)}` as const
const call = { to: `0x${'2b'.repeat(20)}`, data: '0x12345678' } as const
const hash = `0x${'3c'.repeat(32)}` as const
const mined = { status: '0x1', blockNumber: '0x5' }

/** A wallet that answers from a table; functions throw or answer as they are asked. */
function walletOf(answers: Readonly<Record<string, (params: readonly unknown[]) => unknown>>) {
  const asked: string[] = []
  const all: typeof answers = {
    eth_chainId: () => '0x7a69',
    eth_call: () => '0x',
    eth_getTransactionByHash: () => ({}),
    ...answers,
  }
  const provider = {
    request: async ({ method, params = [] }: { readonly method: string; readonly params?: readonly unknown[] }) => {
      asked.push(method)
      return all[method]?.(params) ?? null
    },
  }
  return { provider, asked }
}

function storeOf(entries: Iterable<readonly [string, string]> = []) {
  const kept = new Map(entries)
  const pending = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
  return { kept, pending }
}

const chain = { chainId: 31337, rpcUrl: 'http://127.0.0.1:8545' }

test('a page that was loaded again waits for the transaction that is on its way, and asks for no second', async () => {
  const { kept, pending } = storeOf()
  const first = walletOf({
    eth_sendTransaction: () => hash,
    eth_getTransactionReceipt: () => {
      throw { code: 4900, message: 'Disconnected.' }
    },
  })
  const cut = createWalletActor({ provider: first.provider, account, chain, pending })
  await expect(cut.send(call, 'Testing')).rejects.toMatchObject({ code: 'CHAIN_RPC_REFUSED' })
  expect([...kept.values()]).toEqual([hash])
  const second = walletOf({ eth_getTransactionReceipt: () => mined })
  const again = createWalletActor({ provider: second.provider, account, chain, pending })
  expect(await again.send(call, 'Testing')).toBe(hash)
  expect(second.asked).not.toContain('eth_sendTransaction')
  expect(kept.size).toBe(0)
})

test('what reverts is told by the contract’s error before the wallet asks its owner', async () => {
  const data: Hex = encodeErrorResult({ abi: datanetRegistryAbi, errorName: 'BadSlug' })
  const { provider, asked } = walletOf({
    eth_call: () => {
      throw { code: 3, message: 'execution reverted', data: { originalError: {}, data } }
    },
  })
  const actor = createWalletActor({ provider, account, chain, pending: storeOf().pending })
  await expect(actor.send(call, 'Creating')).rejects.toMatchObject({
    code: 'CHAIN_REVERTED',
    details: { errorName: 'BadSlug' },
  })
  expect(asked).not.toContain('eth_sendTransaction')
})

test('a transaction that reverted in its block is told so and forgotten', async () => {
  const { kept, pending } = storeOf()
  const { provider } = walletOf({
    eth_sendTransaction: () => hash,
    eth_getTransactionReceipt: () => ({ ...mined, status: '0x0' }),
  })
  const actor = createWalletActor({ provider, account, chain, pending })
  await expect(actor.send(call, 'Creating')).rejects.toMatchObject({ code: 'CHAIN_REVERTED' })
  expect(kept.size).toBe(0)
})

test('a wallet that stays on another chain signs and sends nothing', async () => {
  const { provider, asked } = walletOf({ eth_chainId: () => '0x1' })
  const actor = createWalletActor({ provider, account, chain, pending: storeOf().pending })
  const typedData = { domain: {}, types: { T: [] }, primaryType: 'T', message: {} }
  await expect(actor.send(call, 'Testing')).rejects.toMatchObject({ code: 'SDK_WALLET_WRONG_CHAIN' })
  await expect(actor.signTypedData(typedData)).rejects.toMatchObject({ code: 'SDK_WALLET_WRONG_CHAIN' })
  expect(asked).not.toContain('eth_sendTransaction')
  expect(asked).not.toContain('eth_signTypedData_v4')
})

test('a transaction that no chain knows is lost, one that waits too long is left to go on', async () => {
  const times = { poll_ms: 1, wait_ms: 40, unknown_ms: 10 }
  const lost = walletOf({ eth_getTransactionByHash: () => null })
  await expect(waitForBlock(lost.provider, hash, 'Testing', times)).rejects.toMatchObject({
    code: 'SDK_TRANSACTION_LOST',
  })
  const slow = walletOf({})
  await expect(waitForBlock(slow.provider, hash, 'Testing', times)).rejects.toMatchObject({
    code: 'SDK_TRANSACTION_WAITS',
  })
})

test('a person who says no is told that nothing was confirmed', async () => {
  const { provider } = walletOf({
    eth_sendTransaction: () => {
      throw { code: 4001, message: 'User rejected the request.' }
    },
  })
  const { kept, pending } = storeOf()
  const actor = createWalletActor({ provider, account, chain, pending })
  await expect(actor.send(call, 'Testing')).rejects.toMatchObject({ code: 'SDK_WALLET_REFUSED' })
  expect(kept.size).toBe(0)
})
