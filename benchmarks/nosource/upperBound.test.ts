import { expect, test } from 'vitest'
import { upperBound } from './upperBound.ts'

test('no hits: the rule that (1 − p)^n is what is left', () => {
  expect(upperBound(0, 300, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / 300), 10)
})

test('known values, and the ends', () => {
  // From tables of the binomial distribution.
  expect(upperBound(2, 20, 0.95)).toBeCloseTo(0.2826, 3)
  expect(upperBound(5, 100, 0.975)).toBeCloseTo(0.1128, 3)
  expect(upperBound(7, 7, 0.95)).toBe(1)
})
