import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { expect, test } from 'vitest'
import { gatewayErrors } from '../errors.ts'
import { paidTurn } from './paidTurn.ts'

const turnedAway = () => {
  throw new OpenLedgerError(gatewayErrors.GATEWAY_OVERLOADED, 'Full.')
}

test('a paid call that is turned away asks again, and in the end is told that its payment is kept', async () => {
  let asked = 0
  const exit = () => {}
  expect(await paidTurn(async () => (++asked < 4 ? turnedAway() : exit), 0)).toBe(exit)
  await expect(paidTurn(async () => turnedAway(), 0)).rejects.toMatchObject({ code: 'X402_PAYMENT_OPEN' })
})

test('a caller who is gone waits no longer', async () => {
  const gone = new OpenLedgerError(gatewayErrors.GATEWAY_CALLER_GONE, 'Gone.')
  await expect(paidTurn(() => Promise.reject(gone), 0)).rejects.toBe(gone)
})
