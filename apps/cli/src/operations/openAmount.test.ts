import { expect, test } from 'vitest'
import { openAmount } from './openAmount.ts'

test('reads OPEN to the wei and refuses the rest', () => {
  expect(openAmount('1.000000000000000001', 'it')).toBe(10n ** 18n + 1n)
  expect(openAmount('20', 'it')).toBe(20n * 10n ** 18n)
  for (const text of ['', '-1', '1e3', '0x1', '1.0000000000000000001', 'all', undefined, true]) {
    expect(() => openAmount(text, 'it')).toThrow(expect.objectContaining({ code: 'CLI_USAGE' }))
  }
})
