import { TRANSFER_AUTHORIZATION_TYPES } from '@openledger/core/eip712/transferAuthorization.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { createPublicClient, encodeFunctionData, type Hex, http, parseSignature } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain, testAccount } from '../../test/testChain.ts'
import { openTokenAbi } from '../abi/openToken.ts'
import { createUserWallet } from '../actions/userWallet.ts'
import { transferAuthorizedCall } from '../calls/openTokenCalls.ts'
import { findAuthorized } from './findAuthorized.ts'

const payer = testAccount(0)
const to = toAddress(testAccount(1).address)

let world: TestChain
beforeAll(async () => {
  world = await startTestChain()
}, 60_000)
afterAll(() => world.stop())

const domain = () => ({
  name: 'OpenLedger',
  version: '1',
  chainId: 31337,
  verifyingContract: world.chain.addresses.openToken,
})

async function authorize(digit: string, value: bigint) {
  const nonce: Hex = `0x${digit.repeat(64)}`
  const authorization = { from: toAddress(payer.address), to, value, validAfter: 0n, validBefore: 2n ** 40n, nonce }
  const typed = { types: TRANSFER_AUTHORIZATION_TYPES, primaryType: 'TransferWithAuthorization' } as const
  return { authorization, signature: await payer.signTypedData({ domain: domain(), ...typed, message: authorization }) }
}

test('a transfer that was authorised is found whoever handed it in; what took its nonce otherwise is told apart', async () => {
  const { chain } = world
  const { client, addresses } = chain
  const stranger = createUserWallet({ chain, account: testAccount(5) })
  const first = await authorize('1', 10n)
  const find = (more = {}) => findAuthorized(client, addresses, { ...first.authorization, ...more })
  expect(await find()).toEqual({ status: 'unused' })
  const { transactionHash, blockNumber } = await stranger.send(
    transferAuthorizedCall(addresses, first.authorization, first.signature),
    'Handing in',
  )
  expect(await find()).toEqual({ status: 'paid', transaction: transactionHash, blockNumber })
  for (const more of [{ value: 9n }, { to: toAddress(testAccount(2).address) }])
    expect(await find(more)).toEqual({ status: 'spoilt' })

  const { authorization } = await authorize('2', 10n)
  const types = {
    CancelAuthorization: [
      { name: 'authorizer', type: 'address' },
      { name: 'nonce', type: 'bytes32' },
    ],
  }
  const message = { authorizer: payer.address, nonce: authorization.nonce }
  const cancel = await payer.signTypedData({ domain: domain(), types, primaryType: 'CancelAuthorization', message })
  const { r, s, yParity } = parseSignature(cancel)
  const args = [payer.address, authorization.nonce, yParity + 27, r, s] as const
  const data = encodeFunctionData({ abi: openTokenAbi, functionName: 'cancelAuthorization', args })
  await stranger.send({ to: addresses.openToken, data }, 'Cancelling')
  expect(await find(authorization)).toEqual({ status: 'spoilt' })

  const dead = createPublicClient({ chain: foundry, transport: http('http://127.0.0.1:9', { retryCount: 0 }) })
  await expect(findAuthorized(dead, addresses, authorization)).rejects.toMatchObject({ code: 'CHAIN_UNREACHABLE' })
})
