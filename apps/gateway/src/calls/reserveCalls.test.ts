import { choiceCallId } from '@openledger/core/ids/choiceCallId.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import type { OpenedDatabase } from '@openledger/db/openedDatabase.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { ledgerServices, openPaidChannel, preparedCall } from '../../test/paidChannel.ts'
import type { KeyOwner } from '../auth/findKey.ts'
import { reserveCalls } from './reserveCalls.ts'
import { settleCall } from './settleCall.ts'

/** What a call of the fixture reserves. */
const MOST = 57n
const times = (count: number) => Array.from({ length: count }, () => preparedCall())
const idempotency = { key: 'name', requestHash: `0x${'1'.repeat(64)}` as const }

let opened: OpenedDatabase
let next = 0
const newChannel = () => `0x${(++next).toString(16).padStart(64, '0')}` as const
beforeAll(async () => {
  opened = await openDatabase({ url: await freshDatabase() })
})
afterAll(() => opened.close())

async function reservedOf({ channelId, keyId }: KeyOwner) {
  const [channel] = await opened.db.select().from(channels).where(eq(channels.channelId, channelId))
  const [key] = await opened.db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
  const rows = await opened.db.select().from(calls).where(eq(calls.channelId, channelId))
  const open = rows.filter(({ status }) => status === 'reserved')
  const sum = open.reduce((all, { reservedAmount }) => all + reservedAmount, 0n)
  expect([channel?.reserved, key?.reserved]).toEqual([sum, sum])
  return sum
}

test('the calls of a request are reserved together or not at all, by credit, budget and rate', async () => {
  const services = ledgerServices(opened)
  const deposit = { channelId: newChannel(), deposit: 4n * MOST - 1n }
  const key = await openPaidChannel(opened.db, deposit)
  await expect(reserveCalls(services, key, times(4))).rejects.toMatchObject({
    code: 'PAYMENT_INSUFFICIENT_CREDIT',
    details: { required: String(4n * MOST) },
  })
  expect(await reservedOf(key)).toBe(0n)
  const { calls: three } = await reserveCalls(services, key, times(3))
  expect(await reservedOf(key)).toBe(3n * MOST)
  expect(three.map(({ callId }) => callId)).toEqual(three.map((_, index) => choiceCallId(three[0].callId, index)))
  expect(new Set(three.map(({ salt }) => salt)).size).toBe(3)

  const budgeted = await openPaidChannel(opened.db, { channelId: newChannel() }, { budget: 2n * MOST })
  await expect(reserveCalls(services, budgeted, times(3))).rejects.toMatchObject({ code: 'KEY_BUDGET_SPENT' })
  const rated = await openPaidChannel(opened.db, { channelId: newChannel() }, { requestsPerMinute: 3 })
  await reserveCalls(services, rated, times(2))
  await expect(reserveCalls(services, rated, times(2))).rejects.toMatchObject({ code: 'KEY_RATE_EXCEEDED' })
  await expect(reserveCalls(services, rated, times(4))).rejects.toMatchObject({
    code: 'KEY_CALL_TOO_LARGE',
    details: { param: 'n' },
  })
  await reserveCalls(services, rated, times(1))
  expect([await reservedOf(budgeted), await reservedOf(rated)]).toEqual([0n, 3n * MOST])
})

test('under one name several calls are made once; what was billed of them is what a repeat shows', async () => {
  const services = ledgerServices(opened)
  const key = await openPaidChannel(opened.db, { channelId: newChannel() })
  const { calls: made } = await reserveCalls(services, key, times(3), { idempotency })
  const [first, second, third] = made
  if (second === undefined || third === undefined) throw new Error('three were asked for')
  await settleCall(services, first, { answer: undefined, outputTokens: 0, finish: 'stop' })
  await settleCall(services, second, { answer: 'two', outputTokens: 2, finish: 'length' })
  await expect(reserveCalls(services, key, times(3), { idempotency })).rejects.toMatchObject({
    code: 'IDEMPOTENCY_CALL_OPEN',
  })
  await settleCall(services, third, { answer: 'three', outputTokens: 3, finish: 'stop' })
  const again = await reserveCalls(services, key, times(3), { idempotency })
  expect(again.calls.map(({ callId, salt }) => [callId, salt])).toEqual(made.map(({ callId, salt }) => [callId, salt]))
  expect(again.earlier?.map(({ outcome }) => [outcome.answer, outcome.settled?.receipt.fee])).toEqual([
    ['', undefined],
    ['two', 12n + 10n],
    ['three', 12n + 15n],
  ])
  expect(await reservedOf(key)).toBe(0n)
})

test('calls of which none cost anything are made anew under their name', async () => {
  const services = ledgerServices(opened)
  const key = await openPaidChannel(opened.db, { channelId: newChannel() })
  const { calls: failed } = await reserveCalls(services, key, times(2), { idempotency })
  for (const call of failed) await settleCall(services, call, { answer: undefined, outputTokens: 0, finish: 'error' })
  const { calls: anew, earlier } = await reserveCalls(services, key, times(2), { idempotency })
  expect(earlier).toBeUndefined()
  expect(anew[0].callId).not.toBe(failed[0].callId)
  expect(await reservedOf(key)).toBe(2n * MOST)
})

test('a lost answer of the database: calls that are in the tables are not reserved a second time', async () => {
  let isLost = true
  const services = ledgerServices({
    ...opened,
    run: async (statement) => {
      const rows = await opened.run(statement)
      if (isLost) {
        isLost = false
        throw new Error('The connection broke.')
      }
      return rows
    },
  })
  const key = await openPaidChannel(opened.db, { channelId: newChannel() })
  const { calls: made } = await reserveCalls(services, key, times(3))
  expect(await reservedOf(key)).toBe(3n * MOST)
  const rows = await opened.db.select().from(calls).where(eq(calls.channelId, key.channelId))
  expect(rows.map(({ callId }) => callId).toSorted()).toEqual(made.map(({ callId }) => callId).toSorted())
})
