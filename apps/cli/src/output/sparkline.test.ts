import { expect, test } from 'vitest'
import { sparkline } from './sparkline.ts'

test('a falling curve falls, a flat one is flat, a long one fits', () => {
  expect(sparkline([8, 7, 6, 5, 4, 3, 2, 1], 8)).toBe('█▇▆▅▄▃▂▁')
  expect(sparkline([2, 2, 2], 8)).toBe('▁▁▁')
  expect(sparkline([], 8)).toBe('')
  const long = sparkline(
    Array.from({ length: 1_000 }, (_, step) => (step === 777 ? 9 : 1)),
    40,
  )
  expect(long).toHaveLength(40)
  expect(long).toContain('█')
})
