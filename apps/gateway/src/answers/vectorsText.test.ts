import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toNumbers, vectorsOf, vectorsText } from './vectorsText.ts'

test('one vector is the base64 of its floats, the lowest byte first', () => {
  expect(vectorsText([[1, -2]])).toBe('["AACAPwAAAMA="]')
  expect(vectorsText([])).toBe('[]')
})

test('32-bit floats come back as they were', () => {
  const float = fc.float({ noNaN: true, noDefaultInfinity: true })
  fc.assert(
    fc.property(fc.array(fc.array(float, { maxLength: 8 }), { maxLength: 4 }), (vectors) => {
      expect(vectorsOf(vectorsText(vectors)).map(toNumbers)).toEqual(vectors)
    }),
  )
})
