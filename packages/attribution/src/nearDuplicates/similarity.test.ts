import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jaccard, oneHoldsOther, oneSlipApart, sameTokens } from './similarity.ts'

const sets = fc.array(fc.constantFrom(...'abcdefgh')).map((list) => new Set(list))

it('jaccard is symmetric, within 0 and 1, and 1 for equal sets only', () => {
  fc.assert(
    fc.property(sets, sets, (a, b) => {
      const similarity = jaccard(a, b)
      expect(jaccard(b, a)).toBe(similarity)
      expect(similarity).toBeGreaterThanOrEqual(0)
      expect(similarity).toBeLessThanOrEqual(1)
      expect(similarity === 1).toBe(sameTokens(a, b))
    }),
  )
  expect(jaccard(new Set('abcd'), new Set('abef'))).toBeCloseTo(1 / 3)
})

it('matches each token with one slip at most once', () => {
  expect(jaccard(new Set(['cholera']), new Set(['cholrea', 'chollera']), oneSlipApart)).toBe(0.5)
})

it('oneHoldsOther', () => {
  expect(oneHoldsOther(new Set('ab'), new Set('abc'))).toBe(true)
  expect(oneHoldsOther(new Set('abc'), new Set())).toBe(true)
  expect(oneHoldsOther(new Set('ab'), new Set('bc'))).toBe(false)
})

it.each([
  ['cholera', 'cholrea', true],
  ['cholera', 'choler', true],
  ['cholera', 'chollera', true],
  ['cholera', 'cholira', true],
  ['cholera', 'cholera', true],
  ['hypotension', 'hypertension', false],
  ['cholera', 'malaria', false],
  ['ilium', 'ileum', false],
])('%s and %s: one slip %s', (a, b, expected) => {
  expect(oneSlipApart(a, b)).toBe(expected)
  expect(oneSlipApart(b, a)).toBe(expected)
})
