import { expect, test } from 'vitest'
import { needId, needText, readWei, readWhole } from './readArguments.ts'

const usage = expect.objectContaining({ code: 'CLI_USAGE' })

test('arguments in their form are read', () => {
  expect(needId(`0x${'ab'.repeat(32)}`, 'an id')).toBe(`0x${'ab'.repeat(32)}`)
  expect(needText({ as: 'owner' }, 'as')).toBe('owner')
  expect(readWhole({ share: '10000' }, 'share', 10_000)).toBe(10_000)
  expect(readWhole({}, 'share', 10_000, 7)).toBe(7)
  expect(readWei({ fee: `1${'0'.repeat(26)}` }, 'fee')).toBe(10n ** 26n)
  expect(readWei({}, 'fee', 5n)).toBe(5n)
})

test.each(['', '-1', '1.5', '10001', 'x', '0x', ' '])('%j is no whole number up to 10,000', (text) => {
  expect(() => readWhole({ share: text }, 'share', 10_000)).toThrow(usage)
})

test('what is missing or malformed is a usage error', () => {
  expect(() => needId(undefined, 'an id')).toThrow(usage)
  expect(() => needId('0x12', 'an id')).toThrow(usage)
  expect(() => needText({}, 'as')).toThrow(usage)
  expect(() => needText({ as: '' }, 'as')).toThrow(usage)
  expect(() => readWhole({}, 'share', 1)).toThrow(usage)
  for (const fee of ['', '1.5', '-3', '1e18', '9'.repeat(28)]) expect(() => readWei({ fee }, 'fee')).toThrow(usage)
  expect(() => readWei({}, 'fee')).toThrow(usage)
})
