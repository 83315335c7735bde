import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assertCredit, freeCredit } from './channelCredit.ts'

const channel = {
  channelId: '0x01' as const,
  payer: '0x02' as const,
  operator: '0x03' as const,
  signer: '0x04' as const,
  signerCap: 100n,
  signerExpiry: 50n,
  deposit: 100n,
  collected: 0n,
  reserved: 10n,
  used: 20n,
  lastSequence: 1n,
  withdrawableAt: null,
  withdrawalAmount: 5n,
  blockNumber: 1n,
  createdAt: new Date(0),
}
const refusal = (change: Partial<typeof channel>, amount: bigint, now_s = 50): string | undefined => {
  try {
    assertCredit({ ...channel, ...change }, amount, now_s)
    return undefined
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'other'
  }
}

test('deposit, cap and expiry bind to the wei and the second', () => {
  expect(freeCredit(channel)).toBe(65n)
  expect([refusal({}, 65n), refusal({}, 66n)]).toEqual([undefined, 'PAYMENT_INSUFFICIENT_CREDIT'])
  expect([refusal({ signerCap: 40n }, 10n), refusal({ signerCap: 40n }, 11n)]).toEqual([
    undefined,
    'PAYMENT_CAP_REACHED',
  ])
  expect(refusal({}, 1n, 51)).toBe('PAYMENT_SIGNER_EXPIRED')
  expect(refusal({ withdrawalAmount: 100n }, 0n)).toBe('PAYMENT_INSUFFICIENT_CREDIT')
})

test('whatever is accepted leaves nothing promised beyond deposit and cap', () => {
  const wei = fc.bigInt({ min: 0n, max: 200n })
  fc.assert(
    fc.property(wei, wei, wei, wei, wei, (deposit, used, reserved, signerCap, amount) => {
      if (refusal({ deposit, used, reserved, signerCap, withdrawalAmount: 0n }, amount) !== undefined) return
      expect(used + reserved + amount <= deposit && used + reserved + amount <= signerCap).toBe(true)
    }),
  )
})
