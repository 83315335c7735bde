import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pickToken } from './pickToken.ts'

const p = (token: number, probability: number) => ({ token, logprob: Math.log(probability) })

test('draws in proportion to the probabilities', () => {
  const candidates = [p(1, 0.5), p(2, 0.3), p(3, 0.2)] as const
  const pick = (uniform: number) => pickToken([...candidates], { temperature: 1, topP: 1, uniform }).token
  expect([0, 0.49, 0.51, 0.79, 0.81, 0.999].map(pick)).toEqual([1, 1, 2, 2, 3, 3])
})

test('top-p keeps the fewest that reach it, at least one', () => {
  const pick = (topP: number) =>
    pickToken([p(1, 0.5), p(2, 0.3), p(3, 0.2)], { temperature: 1, topP, uniform: 0.999 }).token
  expect(pick(0.01)).toBe(1)
  expect(pick(0.5)).toBe(1)
  expect(pick(0.6)).toBe(2)
  expect(pick(0.9)).toBe(3)
})

test('temperature flattens and sharpens', () => {
  const pick = (temperature: number) => pickToken([p(1, 0.8), p(2, 0.2)], { temperature, topP: 1, uniform: 0.75 }).token
  expect(pick(1)).toBe(1)
  expect(pick(2)).toBe(2)
  expect(pick(0.1)).toBe(1)
})

test('always returns a candidate', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -60, max: 0, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0.01, max: 2, noNaN: true }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (logprobs, temperature, topP, uniform) => {
        const [first = 0, ...rest] = logprobs.sort((a, b) => b - a)
        const chosen = pickToken(
          [{ token: 0, logprob: first }, ...rest.map((logprob, i) => ({ token: i + 1, logprob }))],
          { temperature, topP, uniform },
        )
        expect(chosen.token).toBeGreaterThanOrEqual(0)
        expect(chosen.token).toBeLessThan(logprobs.length)
      },
    ),
  )
})
