import { openDatabase } from '@openledger/db/openDatabase.ts'
import { X402_STATES } from '@openledger/db/schema/x402Payments.ts'
import { expect, test } from 'vitest'
import { findPayment, keepPayment, movePayment } from './payments.ts'

const id = { wallet: `0x${'a'.repeat(40)}`, nonce: `0x${'1'.repeat(64)}` } as const
const row = {
  ...id,
  requestHash: id.nonce,
  value: 10n,
  validAfter: 0n,
  validBefore: 2n ** 256n - 1n,
  signature: '0x12',
  state: 'received',
} as const

test('a payment is kept once, goes forward only, and costs no more than it brought', async () => {
  const { db, close } = await openDatabase({})
  expect(await keepPayment(db, row)).toBe(true)
  expect(await keepPayment(db, { ...row, value: 1n })).toBe(false)
  expect(await findPayment(db, id)).toMatchObject({ value: 10n, validBefore: 2n ** 256n - 1n })
  expect(await movePayment(db, id, 'submitted', 'settled')).toBe(false)
  const both = await Promise.all([1, 2].map(() => movePayment(db, id, 'received', 'submitted')))
  expect(both.toSorted()).toEqual([false, true])
  expect(await movePayment(db, id, 'submitted', 'settled', { transaction: '0x1', blockNumber: 1n })).toBe(true)
  await expect(movePayment(db, id, 'settled', 'spent', { fee: 11n })).rejects.toThrow()
  await expect(movePayment(db, id, 'settled', 'spent')).rejects.toThrow()
  expect(await movePayment(db, id, 'settled', 'spent', { fee: 10n })).toBe(true)
  for (const to of X402_STATES.filter((state) => !['spent', 'final', 'lost'].includes(state)))
    await expect(movePayment(db, id, 'spent', to)).rejects.toMatchObject({ code: 'GATEWAY_INTERNAL' })
  await close()
})
