import { join } from 'node:path'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestChain, type TestChain, testAccount } from '../../chain/test/testChain.ts'
import { startTestLedger } from '../test/testLedger.ts'
import { createOpenLedger } from './createOpenLedger.ts'
import { openCredit } from './openCredit.ts'

let world: TestChain
let gateway: Awaited<ReturnType<typeof startTestLedger>>
beforeAll(async () => {
  world = await startTestChain()
  gateway = await startTestLedger(world, join(world.folder, 'journal.json'))
}, 60_000)
afterAll(async () => {
  await gateway.stop()
  await world.stop()
})

test('a channel with the gateway’s signer is opened with the payer’s own key, then a key is given', async () => {
  const account = testAccount(4)
  const { chain } = world
  const wallet = createUserWallet({ chain, account })
  const ledger = await createOpenLedger({ gatewayUrl: gateway.url, account })
  const terms = { amount: 1000n, cap: 800n, expiry: 9_999_999_000n, name: 'first' }
  await expect(openCredit(ledger, wallet, terms)).rejects.toMatchObject({ code: 'CHAIN_FUNDS_TOO_LOW' })

  const treasury = createUserWallet({ chain, account: testAccount(0) })
  await transferOpen(treasury, { to: wallet.address, balanceAtLeast: 5000n })
  const credit = await openCredit(ledger, wallet, terms)
  expect(credit.apiKey).toMatch(/^ol-/)
  const channel = await chain.paymentEscrow.read.channelOf([credit.channelId])
  expect(channel).toMatchObject({ deposited: 1000n, cap: 800n, expiry: 9_999_999_000n })
  expect(toAddress(channel.signer)).toBe(credit.signer)

  const more = await openCredit(ledger, wallet, { ...terms, amount: 1500n, cap: 700n, expiry: 9_999_999_500n })
  expect(more.channelId).toBe(credit.channelId)
  const raised = await chain.paymentEscrow.read.channelOf([credit.channelId])
  expect(raised).toMatchObject({ deposited: 1500n, cap: 800n, expiry: 9_999_999_500n, limitsChangeAt: 0n })
  expect(ledger.openAiOptions(more.apiKey)).toEqual({ baseURL: `${gateway.url}/v1`, apiKey: more.apiKey })
})
