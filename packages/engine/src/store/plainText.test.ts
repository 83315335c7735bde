import { expect, test } from 'vitest'
import { plainText } from './plainText.ts'

test('keeps words, and neither escapes, directions, lines nor length', () => {
  expect(plainText('model.layers.0 – größe')).toBe('model.layers.0 – größe')
  expect(plainText('a\u001b[31mb\nc\u202ed')).toBe('a�[31mb�c�d')
  expect(plainText('x'.repeat(1_000_000))).toHaveLength(301)
})
