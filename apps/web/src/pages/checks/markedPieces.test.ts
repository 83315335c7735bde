import fc from 'fast-check'
import { expect, it } from 'vitest'
import { markedPieces } from './markedPieces.ts'

it('marks what places name, once where they overlap', () => {
  const pieces = markedPieces('abcdefgh', [
    { start: 4, end: 6 },
    { start: 1, end: 3 },
    { start: 5, end: 7 },
  ])
  expect(pieces.map(({ piece, isMarked }) => (isMarked ? `[${piece}]` : piece)).join('')).toBe('a[bc]d[ef][g]h')
})

it('whatever the places, the pieces are the text, and marked is what a place covers', () => {
  const place = fc.tuple(fc.nat(30), fc.nat(30)).map(([start, end]) => ({ start, end }))
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.array(place, { maxLength: 6 }), (text, places) => {
      const pieces = markedPieces(text, places)
      expect(pieces.map(({ piece }) => piece).join('')).toBe(text)
      for (const { at, piece, isMarked } of pieces)
        for (let i = at; i < at + piece.length; i++)
          expect(places.some(({ start, end }) => start <= i && i < end)).toBe(isMarked)
    }),
  )
})
