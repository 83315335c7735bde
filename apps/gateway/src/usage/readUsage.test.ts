import { openDatabase } from '@openledger/db/openDatabase.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { chainEvents } from '@openledger/db/schema/chainEvents.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { ledgerServices, openPaidChannel, preparedCall, reserveOne } from '../../test/paidChannel.ts'
import type { KeyOwner } from '../auth/findKey.ts'
import { recoverCalls } from '../calls/recoverCalls.ts'
import { settleCall } from '../calls/settleCall.ts'
import { readUsage } from './readUsage.ts'
import { usageLines } from './usageLines.ts'

const CALLS = 120
const [one, other, third] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`, `0x${'3'.repeat(64)}`] as const
const zero = { receipts: '0', voucher: '0', keys: '0', reserved: '0', deposit: '0' }
let opened: Awaited<ReturnType<typeof openDatabase>>
let account: KeyOwner['account']
/** What the calls were told that they cost, by key. */
const told = new Map<string, bigint>()

/** Calls of two channels and three keys that end in every way: whole, by length, cut after words or before, failed after words or before. */
beforeAll(async () => {
  opened = await openDatabase({ url: await freshDatabase() })
  const { db } = opened
  const services = ledgerServices(opened)
  const keys = [
    await openPaidChannel(db, { channelId: one }, { name: 'first' }),
    await openPaidChannel(db, { channelId: one }, { name: '=cmd()' }),
    await openPaidChannel(db, { channelId: other }, { name: 'third', budget: 10n ** 6n }),
  ]
  const [key] = keys
  account = key?.account ?? '0x'
  for (const [place, subject] of [one, other, third].entries()) {
    const paid = (name: string, amount: bigint, logIndex: number) => ({
      ...{ blockNumber: BigInt(place + 1), logIndex, name, subject, transactionHash: subject },
      args: { channelId: subject, amount: `${amount}n` },
    })
    await db.insert(chainEvents).values([paid('Deposited', 10n ** 30n + 70n, 0), paid('Withdrawn', 70n, 1)])
  }
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let index = 0; index < CALLS; index++) {
    const owner = keys[random(3)]
    if (owner === undefined) throw new Error('There is no such key.')
    const call = await reserveOne(services, owner, preparedCall(`question ${index}`))
    const finish = (['stop', 'length', 'cancelled', 'error'] as const)[random(4)] ?? 'stop'
    const outputTokens = random(4) === 0 ? 0 : 1 + random(9)
    // What was cut or failed before its first word costs nothing: all of the reservation goes back.
    const answer = outputTokens === 0 ? undefined : 'x'.repeat(outputTokens)
    const settled = await settleCall(services, call, { answer, outputTokens, finish })
    told.set(owner.keyId, (told.get(owner.keyId) ?? 0n) + (settled?.receipt.fee ?? 0n))
  }
  if (key !== undefined) for (let index = 0; index < 3; index++) await reserveOne(services, key)
  // One whose voucher its payer has yet to sign: it is open, and costs nothing so far.
  const local = await openPaidChannel(db, { channelId: third }, { name: 'local' })
  const due = await reserveOne(services, { ...local, signing: 'local' })
  await settleCall(services, due, { answer: 'due', outputTokens: 2, finish: 'stop' })
  told.set(local.keyId, 0n)
}, 60_000)
afterAll(() => opened.close())

const sum = (amounts: readonly (string | bigint)[]) => amounts.reduce<bigint>((all, amount) => all + BigInt(amount), 0n)
const statement = async (who = account, period = {}) => {
  const lines: string[][] = []
  for await (const line of usageLines(opened.db, who, period)) lines.push(line.trimEnd().split(','))
  return lines.slice(1)
}

test('by key, by model, by day, by line and by channel a ledger comes to the same, and to what its callers were told', async () => {
  const usage = await readUsage(opened.db, account, {})
  const all = sum([...told.values()])
  expect(all).toBeGreaterThan(0n)
  for (const way of [usage.keys, usage.models, usage.days, [usage.total]]) {
    expect(sum(way.map(({ fees }) => fees))).toBe(all)
    expect(way.reduce((calls, row) => calls + row.calls, 0)).toBe(CALLS)
    expect(way.reduce((calls, row) => calls + row.charged, 0)).toBe(usage.total.charged)
    expect(sum(way.map(({ released }) => released))).toBe(57n * BigInt(CALLS) - all)
  }
  for (const { keyId, fees } of usage.keys) expect(BigInt(fees)).toBe(told.get(keyId))
  expect(usage.total.charged).toBeLessThan(CALLS)
  expect(usage.open).toBe(4)
  const { settled, cancelled, failed } = usage.statuses
  expect([settled, cancelled, failed].every((count) => count > 0)).toBe(true)
  expect(settled + cancelled + failed).toBe(CALLS)
  expect(usage.channels.map(({ differences }) => differences)).toEqual([zero, zero, zero])
  expect(sum(usage.channels.map(({ spent }) => spent))).toBe(all)
  expect(usage.channels.find(({ channelId }) => channelId === one)).toMatchObject({ reserved: '171', withdrawn: '70' })
  const lines = await statement()
  expect(lines).toHaveLength(CALLS)
  expect(sum(lines.map((cells) => cells[11] ?? ''))).toBe(all)
  for (const { channelId, spent } of usage.channels) {
    const own = lines.filter(([channel]) => channel === `"${channelId}"`)
    expect(sum(own.map((cells) => cells[11] ?? ''))).toBe(BigInt(spent))
    if (channelId !== third) expect(own.at(-1)?.[13]).toBe(spent)
  }
  expect(lines.some((cells) => cells[4] === `"'=cmd()"`)).toBe(true)
})

test('a period holds its days, both ends included, and leaves the channels whole', async () => {
  const [today] = (await readUsage(opened.db, account, {})).days
  const inside = await readUsage(opened.db, account, { from: today?.day, to: today?.day })
  expect(inside.total.calls).toBe(CALLS)
  const outside = await readUsage(opened.db, account, { to: '2020-01-01' })
  expect([outside.total.calls, outside.days, outside.models]).toEqual([0, [], []])
  expect(outside.channels).toEqual(inside.channels)
  expect(await statement(account, { to: '2020-01-01' })).toEqual([])
})

test('another account has none of it', async () => {
  const stranger = `0x${'f'.repeat(40)}` as const
  expect(await readUsage(opened.db, stranger, {})).toMatchObject({ keys: [], models: [], channels: [], open: 0 })
  expect(await statement(stranger)).toEqual([])
})

test('a restart gives back what was being answered, keeps what waits for its voucher, and the books still agree', async () => {
  await recoverCalls({ ...ledgerServices(opened), logger: silent })
  const usage = await readUsage(opened.db, account, {})
  expect(usage.open).toBe(1)
  expect(usage.total.calls).toBe(CALLS + 3)
  expect(usage.channels.map(({ differences, reserved }) => [differences, reserved])).toEqual([
    [zero, '0'],
    [zero, '0'],
    [zero, '57'],
  ])
})

test('a receipt that says another fee is seen in the channel and ends the statement', async () => {
  const { db } = opened
  const [receipt] = await db.select().from(receipts).where(eq(receipts.sequence, 2n))
  if (receipt === undefined) throw new Error('There is no second receipt.')
  await db
    .update(receipts)
    .set({ fee: receipt.fee + 1n })
    .where(eq(receipts.callId, receipt.callId))
  const wrong = (await readUsage(db, account, {})).channels.find(({ channelId }) => channelId === receipt.channelId)
  expect(wrong?.differences).toEqual({ ...zero, receipts: '1' })
  await expect(statement()).rejects.toMatchObject({ code: 'USAGE_RECEIPT_MISSING' })
  await db.update(receipts).set({ fee: receipt.fee }).where(eq(receipts.callId, receipt.callId))
  await db.update(channels).set({ used: 1n }).where(eq(channels.channelId, receipt.channelId))
  const bent = (await readUsage(db, account, {})).channels.find(({ channelId }) => channelId === receipt.channelId)
  expect(Object.values(bent?.differences ?? {}).filter((difference) => difference !== '0')).toHaveLength(3)
  expect(await db.$count(calls)).toBe(CALLS + 4)
})

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
