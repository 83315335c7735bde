import { expect, test } from 'vitest'
import { formatOpen } from './formatOpen.ts'

test('cuts and never rounds up', () => {
  expect(formatOpen(1_999_999_999_999_999_999n)).toBe('1.999999')
  expect(formatOpen(0n)).toBe('0.000000')
  expect(formatOpen(-2_500_000_000_000_000_000n, 2)).toBe('-2.50')
})

test('an amount too small to show is not shown as nothing', () => {
  expect(formatOpen(1n)).toBe('<0.000001')
})
