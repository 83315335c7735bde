import { expect, test } from 'vitest'
import { formatShare } from './formatShare.ts'

test('rounds to two decimals and never shows something as nothing', () => {
  expect(formatShare(1n, 3n)).toBe('33.33%')
  expect(formatShare(2n, 3n)).toBe('66.67%')
  expect(formatShare(10n ** 18n, 10n ** 18n)).toBe('100.00%')
  expect(formatShare(1n, 10n ** 18n)).toBe('<0.01%')
  expect(formatShare(0n, 5n)).toBe('0.00%')
  expect(formatShare(0n, 0n)).toBe('–')
})
