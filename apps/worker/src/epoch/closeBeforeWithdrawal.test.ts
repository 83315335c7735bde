import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { epochs } from '@openledger/db/schema/epochs.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { closeBeforeWithdrawal } from './closeBeforeWithdrawal.ts'

let db: Database
let close: () => Promise<void>
beforeAll(async () => {
  ;({ db, close } = await openDatabase({ url: await freshDatabase() }))
}, 60_000)
afterAll(() => close())

const word = (digit: string) => `0x${digit.repeat(64)}` as const
const account = `0x${'a'.repeat(40)}` as const
const queued: object[] = []
const queue = {
  enqueue: async (name: string, data: object, options?: { readonly id?: string }) => {
    queued.push({ name, ...data, ...options })
    return ''
  },
}

test('an epoch is closed early when money that receipts have used is asked back, and only then', async () => {
  const terms = { payer: account, operator: account, signer: account, signerCap: 100n, signerExpiry: 1n }
  const channel = { channelId: word('1'), ...terms, deposit: 100n, used: 40n, blockNumber: 1n }
  await db.insert(channels).values(channel)
  await db.insert(apiKeys).values({
    id: '00000000-0000-4000-8000-000000000000',
    keyHash: word('2'),
    account,
    channelId: channel.channelId,
    name: 'key',
  })
  await db.insert(calls).values({
    callId: word('3'),
    channelId: channel.channelId,
    apiKeyId: '00000000-0000-4000-8000-000000000000',
    modelId: word('5'),
    status: 'settled',
    reservedAmount: 40n,
    request: {},
    salt: word('4'),
    retrieved: [],
    priceVersion: 1,
    inputTokens: 1,
    startedAt: new Date(),
  })
  await db.insert(receipts).values({
    callId: word('3'),
    channelId: channel.channelId,
    sequence: 1n,
    receipt: {},
    signature: '0x',
    voucherSignature: '0x',
    fee: 40n,
    cumulativeAfter: 40n,
  })
  const ask = async (withdrawalAmount: bigint) => {
    await db.update(channels).set({ withdrawalAmount, withdrawableAt: new Date() })
    return closeBeforeWithdrawal({ db }, queue)
  }
  expect(await closeBeforeWithdrawal({ db }, queue)).toBeUndefined()
  expect(await ask(60n)).toBeUndefined()
  expect(await ask(61n)).toBe(1n)
  expect(queued).toEqual([{ name: 'epoch', epoch: 1, id: '00000000-0000-4000-8000-000000000001' }])

  await db.insert(epochs).values({ number: 1n, status: 'collecting' })
  expect(await ask(61n)).toBeUndefined()
  await db.update(epochs).set({ status: 'final' })
  expect(await ask(61n)).toBe(2n)
  await db.update(receipts).set({ epoch: 1n })
  expect(await ask(61n)).toBeUndefined()
})
