import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ENSEMBLE_SCALE_MAX, ensembleName, parseEnsembleName, scaleToPpm } from './ensembleName.ts'

test('what is written is read again', () => {
  const part = fc.record({
    model: fc.stringMatching(/^[a-z][a-z0-9 ._/-]{0,20}$/),
    scalePpm: fc.integer({ min: 1, max: ENSEMBLE_SCALE_MAX * 1_000_000 }),
  })
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 8 }), (parts) => {
      expect(parseEnsembleName(ensembleName(parts))).toEqual(parts)
    }),
  )
  expect(ensembleName([{ model: 'a', scalePpm: 1_000_000 }])).toBe('a')
  expect(
    ensembleName([
      { model: 'a', scalePpm: 1_000_000 },
      { model: 'b', scalePpm: 250_000 },
      { model: 'c', scalePpm: 2_000_001 },
    ]),
  ).toBe('a+b*0.25+c*2.000001')
})

test('what is no ensemble is not read as one', () => {
  for (const text of ['', 'a', 'a*0.5', '+', 'a+', '+b', 'a+b*0', 'a*11+b', 'a++b'])
    expect(parseEnsembleName(text), text).toBeUndefined()
  // Not a factor: part of the name, which then is no model's.
  expect(parseEnsembleName('a*x+b*0.1234567')).toEqual([
    { model: 'a*x', scalePpm: 1_000_000 },
    { model: 'b*0.1234567', scalePpm: 1_000_000 },
  ])
})

test('factors that cannot be billed by are none', () => {
  for (const scale of [0, -1, 1e-7, 10.1, Number.NaN, Number.POSITIVE_INFINITY, 0.1234567])
    expect(scaleToPpm(scale), String(scale)).toBeUndefined()
  expect([0.1, 0.7, 1, 10, 0.000001].map(scaleToPpm)).toEqual([100_000, 700_000, 1_000_000, 10_000_000, 1])
})
