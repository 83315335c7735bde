import { expect, test } from 'vitest'
import { sliceBytes } from './sliceBytes.ts'

test('the bytes asked for, and the rest of a character that they cut', () => {
  const text = 'a–b👩c'
  expect(sliceBytes(text, 0, 1)).toBe('a')
  expect(sliceBytes(text, 1, 4)).toBe('–')
  expect(sliceBytes(text, 2, 3)).toBe('–')
  expect(sliceBytes(text, 3, 7)).toBe('–b👩')
  expect(sliceBytes(text, 6, 10)).toBe('👩c')
  expect(sliceBytes(text, 0, 99)).toBe(text)
  expect(sliceBytes(text, 4, 4)).toBe('')
  expect(sliceBytes('', 0, 0)).toBe('')
})
