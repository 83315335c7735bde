import fc from 'fast-check'
import { expect, test } from 'vitest'
import { registeredOrder } from './registeredOrder.ts'

test('orders by block, then log, then index', () => {
  const place = fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 63n }), fc.nat(), fc.nat())
  fc.assert(
    fc.property(place, place, (a, b) => {
      const expected = a[0] !== b[0] ? a[0] < b[0] : a[1] !== b[1] ? a[1] < b[1] : a[2] < b[2]
      expect(registeredOrder(...a) < registeredOrder(...b)).toBe(expected)
    }),
  )
})
