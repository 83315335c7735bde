import { expect, test } from 'vitest'
import { parseOpen } from './parseOpen.ts'

test.each([
  ['1', '1000000000000000000'],
  [' 0.5 ', '500000000000000000'],
  ['0,000000000000000001', '1'],
  ['123456789012', '123456789012000000000000000000'],
  ['0', '0'],
])('%s OPEN is %s wei', (typed, wei) => expect(parseOpen(typed)).toBe(wei))

test.each(['', '-1', '1e3', '0x10', '1.', '.5', '1.0000000000000000001', '1 000', 'NaN'])('%j is no amount', (typed) =>
  expect(parseOpen(typed)).toBeUndefined(),
)
