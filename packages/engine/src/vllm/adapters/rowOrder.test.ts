import { expect, test } from 'vitest'
import { interleavedHalves } from './rowOrder.ts'

test('halves of each head interleaved, as the trainer’s exporter orders them', () => {
  // numpy: np.arange(12).reshape(2, 2, 3).swapaxes(1, 2).reshape(-1)
  expect(interleavedHalves(12, 2)).toEqual([0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11])
  expect(new Set(interleavedHalves(576, 9)).size).toBe(576)
  expect(interleavedHalves(10, 3)).toBeUndefined()
})
