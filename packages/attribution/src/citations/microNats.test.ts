import fc from 'fast-check'
import { expect, it } from 'vitest'
import { microNats } from './microNats.ts'

it.each([
  [1.25, 1_250_000n],
  [0.0000005, 1n],
  [-0.0000005, -1n],
  [0.0000004, 0n],
  [-12.3456784, -12_345_678n],
  [0, 0n],
  [-0, 0n],
])('%d nats are %d', (nats, expected) => {
  expect(microNats(nats)).toBe(expected)
})

it('is odd and rounds by at most a half', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e5, max: 1e5, noNaN: true }), (nats) => {
      expect(microNats(-nats)).toBe(-microNats(nats))
      expect(Math.abs(Number(microNats(nats)) - nats * 1e6)).toBeLessThanOrEqual(0.5001)
    }),
  )
})

it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1e10])('refuses %d', (nats) => {
  expect(() => microNats(nats)).toThrow(expect.objectContaining({ code: 'ATTRIBUTION_SCORE_INVALID' }))
})
