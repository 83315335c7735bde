import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cutText } from './cutText.ts'

it('cuts at lines, then sentences, then spaces', () => {
  expect([...cutText('aaaa\nbbbb cccc', 10)]).toEqual(['aaaa', 'bbbb cccc'])
  expect([...cutText('One two. Three four', 12)]).toEqual(['One two.', 'Three four'])
  expect([...cutText('aaaa bbbb cccc', 11)]).toEqual(['aaaa bbbb', 'cccc'])
})

it('loses nothing but white space, makes no piece longer, and cuts no character', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(text, fc.integer({ min: 20, max: 60 }), (whole, max) => {
      const pieces = [...cutText(whole, max)]
      expect(pieces.every((piece) => piece.length <= max)).toBe(true)
      expect(pieces.every((piece) => piece.isWellFormed())).toBe(true)
      expect(pieces.join('').replaceAll(/\s/gu, '')).toBe(whole.replaceAll(/\s/gu, ''))
    }),
  )
})
