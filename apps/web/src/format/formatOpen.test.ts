import { expect, test } from 'vitest'
import { formatOpen } from './formatOpen.ts'

const whole = (wei: string | bigint) => {
  const { sign, head, tail } = formatOpen(wei)
  return `${sign}${head}${tail}`
}

test('writes every wei and no more', () => {
  expect(formatOpen('207000000000001')).toEqual({ sign: '', head: '0.000207', tail: '000000000001' })
  expect(whole(0n)).toBe('0.000000')
  expect(whole(1n)).toBe('0.000000000000000001')
  expect(whole(10n ** 18n)).toBe('1.000000')
  expect(whole(-(10n ** 21n) - 1n)).toBe('−1,000.000000000000000001')
  expect(whole('18750000000000000')).toBe('0.018750')
})
