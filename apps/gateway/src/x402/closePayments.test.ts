import { openDatabase } from '@openledger/db/openDatabase.ts'
import { expect, test } from 'vitest'
import { ledgerServices, openPaidChannel, preparedCall } from '../../test/paidChannel.ts'
import { reserveCalls } from '../calls/reserveCalls.ts'
import { settleCall } from '../calls/settleCall.ts'
import { findClosedPayment, keepCalls } from './closePayments.ts'
import { keepPayment, movePayment, paymentKey } from './payments.ts'
import { reservePaid } from './reservePaid.ts'
import type { X402Services } from './x402Services.ts'

test('who has the answer and comes again before the payment was counted gets the answer, not a refusal', async () => {
  const opened = await openDatabase({})
  const { db } = opened
  const services = ledgerServices(opened)
  const key = await openPaidChannel(db)
  const id = { wallet: `0x${'a'.repeat(40)}`, nonce: `0x${'1'.repeat(64)}` } as const
  const row = { ...id, requestHash: id.nonce, value: 99n, validAfter: 0n, validBefore: 1n, signature: id.nonce }
  await keepPayment(db, { ...row, state: 'submitted' })
  await movePayment(db, id, 'submitted', 'settled', { transaction: id.nonce, blockNumber: 1n })
  const asked = preparedCall()
  const x402 = { house: { key }, options: {} }
  const again = () => reservePaid({ ...services, x402 } as unknown as X402Services, id, id.nonce, [asked])

  await movePayment(db, id, 'settled', 'calling')
  const idempotency = { key: paymentKey(id), requestHash: id.nonce }
  const { calls } = await reserveCalls(services, key, [asked], { idempotency })
  await keepCalls(db, id, [calls[0].callId])
  expect(await findClosedPayment(db, id)).toMatchObject({ state: 'calling', fee: null })
  await expect(again()).rejects.toMatchObject({ code: 'X402_PAYMENT_OPEN' })

  await settleCall(services, calls[0], { answer: 'xx', outputTokens: 2, finish: 'stop' })
  const { earlier } = await again()
  expect(earlier?.[0]).toMatchObject({ stored: { callId: calls[0].callId } })
  expect(await findClosedPayment(db, id)).toMatchObject({ state: 'spent', fee: 22n })
  await opened.close()
})
