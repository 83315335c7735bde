import { expect, test } from 'vitest'
import { weightAgreement } from './weightAgreement.ts'

test('the same scores agree, and so do two that pay nobody', () => {
  expect(
    weightAgreement(
      [
        [3, 900],
        [9, 700],
      ],
      [
        [9, 700],
        [3, 900],
      ],
      500,
    ),
  ).toBe(1)
  expect(weightAgreement([], [], 500)).toBe(1)
})

test('a record that only one of them pays costs its weight', () => {
  expect(weightAgreement([[3, 600]], [[4, 600]], 500)).toBe(0)
  expect(
    weightAgreement(
      [
        [3, 600],
        [4, 600],
      ],
      [[3, 600]],
      500,
    ),
  ).toBeCloseTo(0.5, 12)
})

test('a call paid flat by one and not by the other does not agree at all', () => {
  expect(weightAgreement([[3, 600]], [], 500)).toBe(0)
})
