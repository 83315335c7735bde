import { receiptSchema } from '@openledger/core/eip712/receipt.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import type { OpenedDatabase } from '@openledger/db/openedDatabase.ts'
import type { RunStatement } from '@openledger/db/runStatement.ts'
import { apiKeys } from '@openledger/db/schema/apiKeys.ts'
import { calls } from '@openledger/db/schema/calls.ts'
import { channels } from '@openledger/db/schema/channels.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { asc, eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../packages/db/test/freshDatabase.ts'
import { ledgerServices, openPaidChannel, preparedCall, reserveOne } from '../../test/paidChannel.ts'
import type { KeyOwner } from '../auth/findKey.ts'
import { type ReservedCall, reserveCalls } from '../calls/reserveCalls.ts'
import { settleCall } from '../calls/settleCall.ts'

/** What a call of the fixture reserves. */
const MOST = 57n
const answer = { answer: 'xx', outputTokens: 2, finish: 'stop' as const }
const fee = 4n * 3n + 2n * 5n

describe.each(['server', 'embedded'])('the call ledger, %s database', (kind) => {
  let opened: OpenedDatabase
  let next = 0
  const newChannel = () => `0x${(++next).toString(16).padStart(64, '0')}` as const
  beforeAll(async () => {
    opened = await openDatabase(kind === 'server' ? { url: await freshDatabase() } : {})
  })
  afterAll(() => opened.close())

  /** What the tables have of a channel, after holding its receipts against its sums. */
  async function booksOf({ channelId, keyId }: KeyOwner) {
    const [channel] = await opened.db.select().from(channels).where(eq(channels.channelId, channelId))
    const [key] = await opened.db.select().from(apiKeys).where(eq(apiKeys.id, keyId))
    const open = await opened.db.select().from(calls).where(eq(calls.channelId, channelId))
    const chain = await opened.db
      .select()
      .from(receipts)
      .where(eq(receipts.channelId, channelId))
      .orderBy(asc(receipts.sequence))
    let cumulative = 0n
    for (const [place, row] of chain.entries()) {
      const receipt = receiptSchema.parse(row.receipt)
      expect([receipt.sequence, receipt.cumulativeBefore]).toEqual([BigInt(place + 1), cumulative])
      expect([row.sequence, row.cumulativeAfter, row.fee]).toEqual([
        receipt.sequence,
        receipt.cumulativeAfter,
        receipt.fee,
      ])
      cumulative += receipt.fee
    }
    const reserved = open
      .filter(({ status }) => status === 'reserved')
      .reduce((sum, { reservedAmount }) => sum + reservedAmount, 0n)
    expect(channel).toMatchObject({ used: cumulative, reserved, lastSequence: BigInt(chain.length) })
    expect(key).toMatchObject({ used: cumulative, reserved })
    return { calls: open, receipts: chain, used: cumulative, reserved }
  }

  test('steps that wait for one another are written together, and all are durable when told', async () => {
    let statements = 0
    const run: RunStatement = (statement) => {
      statements += 1
      return opened.run(statement)
    }
    const services = ledgerServices({ ...opened, run })
    const key = await openPaidChannel(opened.db, { channelId: newChannel() })
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const call = await reserveOne(services, key)
        const settled = await settleCall(services, call, answer)
        const row = await opened.db.select().from(receipts).where(eq(receipts.callId, call.callId))
        expect(row[0]?.signature).toBe(settled?.signature)
      }),
    )
    expect(await booksOf(key)).toMatchObject({ used: 40n * fee, reserved: 0n })
    expect(statements).toBeLessThan(20)
  })

  test('a refusal is the tables’ own: money that came meanwhile counts, money that went is not lent', async () => {
    const services = ledgerServices(opened)
    const key = await openPaidChannel(opened.db, { channelId: newChannel(), deposit: MOST })
    const row = eq(channels.channelId, key.channelId)
    await reserveOne(services, key)
    const refused = reserveOne(services, key)
    await expect(refused).rejects.toMatchObject({ code: 'PAYMENT_INSUFFICIENT_CREDIT' })
    await opened.db
      .update(channels)
      .set({ deposit: 3n * MOST })
      .where(row)
    await reserveOne(services, key)
    const less = { deposit: 3n * MOST - 1n }
    await opened.db.update(channels).set(less).where(row)
    await expect(reserveOne(services, key)).rejects.toMatchObject({ details: { available: '56' } })
    await opened.db
      .update(channels)
      .set({ deposit: 3n * MOST, withdrawalAmount: MOST })
      .where(row)
    await expect(reserveOne(services, key)).rejects.toMatchObject({
      code: 'PAYMENT_INSUFFICIENT_CREDIT',
      details: { available: '0' },
    })
    await opened.db
      .update(apiKeys)
      .set({ budget: 2n * MOST })
      .where(eq(apiKeys.id, key.keyId))
    await opened.db.update(channels).set({ withdrawalAmount: 0n }).where(row)
    await expect(reserveOne(services, key)).rejects.toMatchObject({ code: 'KEY_BUDGET_SPENT' })
    expect(await booksOf(key)).toMatchObject({ used: 0n, reserved: 2n * MOST })
  })

  test('a step that cannot be written fails alone, among others that wait with it', async () => {
    const services = ledgerServices(opened)
    const key = await openPaidChannel(opened.db, { channelId: newChannel() })
    // PostgreSQL has no text with a NUL.
    const texts = ['a', 'b', 'c\u0000', 'd', 'e']
    const all = await Promise.allSettled(texts.map((text) => reserveOne(services, key, preparedCall(text))))
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect(await booksOf(key)).toMatchObject({ reserved: 4n * MOST })
  })

  test('a call is settled once, and only while it is reserved', async () => {
    const services = ledgerServices(opened)
    const key = await openPaidChannel(opened.db, { channelId: newChannel() })
    const call = await reserveOne(services, key)
    const twice = await Promise.allSettled([settleCall(services, call, answer), settleCall(services, call, answer)])
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(settleCall(services, call, answer)).rejects.toMatchObject({ code: 'GATEWAY_INTERNAL' })
    // What costs nothing must not be given back twice either.
    const [first, second] = await Promise.all([1, 2].map(() => reserveOne(services, key)))
    if (first === undefined || second === undefined) throw new Error('two were asked for')
    const nothing = { answer: undefined, outputTokens: 0, finish: 'error' as const }
    await settleCall(services, first, nothing)
    await expect(settleCall(services, first, nothing)).rejects.toMatchObject({ code: 'GATEWAY_INTERNAL' })
    expect(await booksOf(key)).toMatchObject({ used: fee, reserved: MOST })
    await settleCall(services, second, nothing)
    const never = { ...call, callId: `0x${'f'.repeat(64)}` as const }
    await expect(settleCall(services, never, answer)).rejects.toMatchObject({ code: 'GATEWAY_INTERNAL' })
    expect(await booksOf(key)).toMatchObject({ used: fee, reserved: 0n })
  })

  test('a lost answer of the database: what was written counts once, what was not is written', async () => {
    let way: 'well' | 'before' | 'after' = 'well'
    const run: RunStatement = async (statement) => {
      const now = way
      way = 'well'
      if (now === 'before') throw new Error('The connection broke.')
      const rows = await opened.run(statement)
      if (now === 'after') throw new Error('The connection broke.')
      return rows
    }
    const services = ledgerServices({ ...opened, run })
    const key = await openPaidChannel(opened.db, { channelId: newChannel() })
    for (const [reserving, settling] of [
      ['before', 'after'],
      ['after', 'before'],
      ['after', 'after'],
    ] as const) {
      way = reserving
      const opening = Array.from({ length: 3 }, () => reserveOne(services, key))
      const reserved = await Promise.all(opening)
      way = settling
      const settled = await Promise.all(reserved.map((call) => settleCall(services, call, answer)))
      const signatures = (await booksOf(key)).receipts.map(({ signature }) => signature)
      expect(signatures.slice(-3)).toEqual(settled.map((one) => one?.signature))
    }
    expect(await booksOf(key)).toMatchObject({ used: 9n * fee, reserved: 0n })
    const broken = ledgerServices({ ...opened, run: () => Promise.reject(new Error('The server is gone.')) })
    await expect(reserveOne(broken, key)).rejects.toMatchObject({ code: 'GATEWAY_INTERNAL' })
    expect(await booksOf(key)).toMatchObject({ used: 9n * fee, reserved: 0n })
  })

  test('half a surrogate pair at an answer’s end is stored as UTF-8 has it', async () => {
    const services = ledgerServices(opened)
    const key = await openPaidChannel(opened.db, { channelId: newChannel() })
    const call = await reserveOne(services, key)
    await settleCall(services, call, { ...answer, answer: 'x\ud83d' })
    expect((await booksOf(key)).calls[0]).toMatchObject({ status: 'settled', answer: 'x\ufffd' })
  })

  test('whatever happens, and whoever else writes: no gap, sums that agree, never more than the deposit', async () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('reserve' as const, 'reserve' as const, 'three' as const) },
      { weight: 6, arbitrary: fc.constantFrom('settle' as const, 'free' as const) },
      { weight: 1, arbitrary: fc.constantFrom('deposit' as const, 'withdraw' as const, 'other' as const) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(action, { maxLength: 8 }), { maxLength: 8 }), async (rounds) => {
        // Two gateways would each believe in a memory of their own: no lock keeps them apart here.
        const [first, second] = [ledgerServices(opened), ledgerServices(opened)]
        const key = await openPaidChannel(opened.db, { channelId: newChannel(), deposit: 5n * MOST })
        const row = eq(channels.channelId, key.channelId)
        const open: ReservedCall[] = []
        const steps = {
          reserve: async () => {
            open.push(await reserveOne(first, key))
          },
          three: async () => {
            const { calls } = await reserveCalls(first, key, [preparedCall(), preparedCall(), preparedCall()])
            open.push(...calls)
          },
          other: async () => {
            open.push(await reserveOne(second, key))
          },
          settle: async () => {
            const call = open.pop()
            if (call !== undefined) await settleCall(first, call, answer)
          },
          free: async () => {
            const call = open.pop()
            if (call !== undefined) await settleCall(second, call, { ...answer, answer: undefined })
          },
          deposit: async () => {
            await opened.db
              .update(channels)
              .set({ deposit: sql`${channels.deposit} + ${MOST}` })
              .where(row)
          },
          withdraw: async () => {
            await opened.db.update(channels).set({ withdrawalAmount: MOST }).where(row)
          },
        }
        for (const round of rounds) {
          const ends = await Promise.allSettled(round.map((name) => steps[name]()))
          for (const end of ends) {
            if (end.status === 'rejected') expect(end.reason).toMatchObject({ code: 'PAYMENT_INSUFFICIENT_CREDIT' })
          }
          const { used, reserved } = await booksOf(key)
          const [channel] = await opened.db.select().from(channels).where(row)
          expect(used + reserved <= (channel?.deposit ?? 0n)).toBe(true)
          expect(open).toHaveLength(Number(reserved / MOST))
        }
      }),
      { numRuns: kind === 'server' ? 30 : 10 },
    )
  })
})
