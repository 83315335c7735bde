import { expect, it } from 'vitest'
import { spearman } from './spearman.ts'

it.each([
  [[1, 2, 3, 4], [10, 20, 25, 90], 1],
  [[1, 2, 3, 4], [9, 8, 7, 6], -1],
  [[1, 2, 3, 4, 5], [2, 1, 4, 3, 5], 0.8],
  [[1, 2, 2, 3], [1, 2, 2, 3], 1],
  [[1, 1, 1], [1, 2, 3], 0],
])('%j and %j: %d', (a, b, expected) => {
  expect(spearman(a, b)).toBeCloseTo(expected, 12)
})
