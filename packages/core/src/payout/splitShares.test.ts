import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { hashText } from '../primitives/hash.ts'
import { UINT128_MAX } from '../primitives/integers.ts'
import { splitShares } from './splitShares.ts'

const account = (name: string) => toAddress(hashText(name).slice(0, 42))
const owner = account('owner')

test('the parts sum to the amount, follow the running sums, and the rest is the owner’s', () => {
  const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 30_000n }), fc.bigInt({ min: 0n, max: UINT128_MAX }))
  const bps = fc.array(fc.integer({ min: 0, max: 1_250 }), { maxLength: 8 })
  fc.assert(
    fc.property(amounts, bps, (amount, list) => {
      const shares = list.map((share, i) => ({ account: account(`${i}`), bps: share }))
      const parts = splitShares(amount, shares, owner)
      expect(parts.map((part) => part.account)).toEqual([...shares.map((share) => share.account), owner])
      expect(parts.reduce((sum, part) => sum + part.amount, 0n)).toBe(amount)
      let given = 0
      let running = 0n
      for (const [i, share] of list.entries()) {
        given += share
        running += parts[i]?.amount ?? 0n
        expect(running).toBe((amount * BigInt(given)) / 10_000n)
      }
    }),
  )
  expect(splitShares(7n, [], owner)).toEqual([{ account: owner, amount: 7n }])
})

test('shares above the whole, negative ones and fractions are refused', () => {
  for (const bps of [[10_001], [6_000, 4_001], [-1], [0.5]]) {
    const shares = bps.map((share) => ({ account: owner, bps: share }))
    expect(() => splitShares(1n, shares, owner)).toThrowError(expect.objectContaining({ code: 'CORE_INTEGER_RANGE' }))
  }
})
