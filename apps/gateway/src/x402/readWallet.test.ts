import { randomBytes } from 'node:crypto'
import type { Address } from '@openledger/core/api/primitives.ts'
import type { Database } from '@openledger/db/database.ts'
import { openDatabase } from '@openledger/db/openDatabase.ts'
import { receipts } from '@openledger/db/schema/receipts.ts'
import { x402Payments } from '@openledger/db/schema/x402Payments.ts'
import { x402Returns } from '@openledger/db/schema/x402Returns.ts'
import { and, eq, ne, sql, sum } from 'drizzle-orm'
import fc from 'fast-check'
import { bytesToHex } from 'viem'
import { expect, test } from 'vitest'
import { ledgerServices, openPaidChannel, preparedCall } from '../../test/paidChannel.ts'
import { type ReservedCall, reserveCalls } from '../calls/reserveCalls.ts'
import { settleCall } from '../calls/settleCall.ts'
import { closePayments, keepCalls, reopenPayments } from './closePayments.ts'
import { planReturns } from './makeReturns.ts'
import { keepPayment, movePayment, type PaymentId, paymentKey } from './payments.ts'
import { readOwed } from './readOwed.ts'
import { readWallet } from './readWallet.ts'

const anyHex = (bytes: number) => bytesToHex(randomBytes(bytes))

/** Sum of the receipts of a wallet's calls whose payments stand, from the call ledger's own tables. */
async function feesOf(db: Database, wallet: Address): Promise<bigint> {
  const [row] = await db
    .select({ fees: sum(receipts.fee) })
    .from(x402Payments)
    .innerJoin(receipts, sql`${x402Payments.callIds} ? ${receipts.callId}`)
    .where(and(eq(x402Payments.wallet, wallet), ne(x402Payments.state, 'lost')))
  return BigInt(row?.fees ?? 0)
}

test('whatever happens in whatever order: paid = fees + returned + owed, and in the end nothing is owed', async () => {
  const opened = await openDatabase({})
  const { db, close } = opened
  const services = ledgerServices(opened)
  const key = await openPaidChannel(db)
  const step = fc.record({
    what: fc.constantFrom('pay', 'call', 'call', 'end', 'unused', 'final', 'lost', 'close', 'reopen', 'plan', 'back'),
    which: fc.nat({ max: 5 }),
    /** Tokens that a call produces, and what a payment brings beyond its call's greatest cost. */
    size: fc.nat({ max: 9 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      const wallets = [anyHex(20), anyHex(20)]
      const [before, ids, open] = [await readOwed(db), [] as PaymentId[], new Map<string, ReservedCall[]>()]
      const [paid, lost] = [new Map<string, bigint>(), new Set<string>()]
      const move = async (
        id: PaymentId | undefined,
        ...more: [Parameters<typeof movePayment>[2], Parameters<typeof movePayment>[3], object?]
      ) => id !== undefined && (await movePayment(db, id, ...more))
      const take = async ({ what, which, size }: { what: string; which: number; size: number }) => {
        const id = ids[which % Math.max(1, ids.length)]
        const name = id === undefined ? '' : paymentKey(id)
        const call = open.get(name)?.at(-1)
        if (what === 'pay' && ids.length < 6) {
          const fresh = { wallet: wallets[which % 2] ?? '0x', nonce: anyHex(32) }
          const value = 57n * BigInt(1 + (size % 2)) + BigInt(size)
          const more = { requestHash: fresh.nonce, value, validAfter: 0n, validBefore: 1n, signature: fresh.nonce }
          await keepPayment(db, { ...fresh, ...more, state: 'submitted' })
          await movePayment(db, fresh, 'submitted', 'settled', { transaction: anyHex(32), blockNumber: 1n })
          ids.push(fresh)
          paid.set(paymentKey(fresh), value)
        } else if (what === 'call' && id !== undefined && (await move(id, 'settled', 'calling'))) {
          const idempotency = { key: name, requestHash: id.nonce }
          const choices = Array.from({ length: 1 + Number((paid.get(name) ?? 0n) / 57n > 1n) }, () => preparedCall())
          const { calls: reserved } = await reserveCalls(services, key, choices, { idempotency })
          await keepCalls(
            db,
            id,
            reserved.map(({ callId }) => callId),
          )
          open.set(name, [...reserved])
        } else if (what === 'end' && call !== undefined) {
          open.get(name)?.pop()
          await settleCall(services, call, { answer: 'x'.repeat(size), outputTokens: size, finish: 'stop' })
        } else if (what === 'unused') await move(id, 'settled', 'spent', { fee: 0n })
        else if (what === 'final') await move(id, 'spent', 'final')
        else if (what === 'lost' && (await move(id, 'spent', 'lost'))) lost.add(name)
        else if (what === 'close') await closePayments(db)
        else if (what === 'reopen') await reopenPayments(db)
        else if (what === 'plan') await planReturns(db, BigInt(size * 10))
        else if (what === 'back') await db.update(x402Returns).set({ state: 'done' })
      }
      const sums = async (wallet: string) => {
        const mine = ids.filter((id) => id.wallet === wallet && !lost.has(paymentKey(id)))
        return mine.reduce((total, id) => total + (paid.get(paymentKey(id)) ?? 0n), 0n)
      }
      for (const one of steps) {
        await take(one)
        for (const wallet of wallets) expect((await readWallet(db, wallet)).paid).toBe((await sums(wallet)).toString())
      }
      for (const [which, id] of ids.entries())
        for (const what of ['end', 'end', 'unused']) if (!lost.has(paymentKey(id))) await take({ what, which, size: 3 })
      await closePayments(db)
      const owed = await Promise.all(wallets.map(async (wallet) => BigInt((await readWallet(db, wallet)).owed)))
      expect(await readOwed(db)).toBe(before + owed.reduce((total, one) => total + one, 0n))
      for (const [which] of ids.entries()) await take({ what: 'final', which, size: 0 })
      await planReturns(db, 1n)
      await take({ what: 'back', which: 0, size: 0 })
      for (const wallet of wallets) {
        const { fees, returned, owed: left, paid: all } = await readWallet(db, wallet)
        expect([left, BigInt(fees) + BigInt(returned)]).toEqual(['0', BigInt(all)])
        expect(BigInt(fees)).toBe(await feesOf(db, wallet))
      }
    }),
    { numRuns: 25 },
  )
  await close()
})
