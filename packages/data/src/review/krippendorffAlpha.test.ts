import { expect, test } from 'vitest'
import { krippendorffAlpha as alphaOf } from './krippendorffAlpha.ts'

const krippendorffAlpha = (units: readonly (readonly string[])[]) =>
  alphaOf(units.map((values) => ({ values, times: 1 })))

/** Values by unit, from one line of values for each coder; `.` is none. */
function unitsOf(coders: readonly string[]): string[][] {
  const width = coders[0]?.length ?? 0
  return Array.from({ length: width }, (_, unit) => coders.map((line) => line[unit] ?? '.').filter((v) => v !== '.'))
}

test('the worked examples of Krippendorff (2011): two coders and binary data, four coders with gaps', () => {
  // A: binary data, two observers, no missing data: α = .095.
  expect(krippendorffAlpha(unitsOf(['0100000010', '1110010000']))).toBeCloseTo(0.095, 3)
  // C: nominal data, any number of observers, missing data: α = .743.
  expect(krippendorffAlpha(unitsOf(['123321412...', '1233224125.3', '.3332342251.', '12332441251.']))).toBeCloseTo(
    0.743,
    3,
  )
})

test('the example of three coders and fifteen units: α = .691', () => {
  expect(krippendorffAlpha(unitsOf(['.....34121133.3', '1.213343.......', '..21344.21133.4']))).toBeCloseTo(0.691, 3)
})

test('nothing to compare is no agreement; one value throughout is a whole one; chance is about none', () => {
  expect(krippendorffAlpha([])).toBeUndefined()
  expect(krippendorffAlpha([['a'], [], ['b']])).toBeUndefined()
  expect(
    krippendorffAlpha([
      ['a', 'a'],
      ['a', 'a', 'a'],
    ]),
  ).toBe(1)
  const mixed = Array.from({ length: 400 }, (_, i) => [i % 2 === 0 ? 'a' : 'b', i % 4 < 2 ? 'a' : 'b'])
  expect(Math.abs(krippendorffAlpha(mixed) ?? 1)).toBeLessThan(0.01)
})

test('units with the same values may be counted instead of repeated', () => {
  const repeated = [
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'a', 'b'],
    ['b', 'b'],
    ['b', 'b'],
    ['b', 'b'],
  ]
  const counted = [
    { values: ['a', 'b'], times: 2 },
    { values: ['a', 'a', 'b'], times: 1 },
    { values: ['b', 'b'], times: 3 },
  ]
  expect(alphaOf(counted)).toBeCloseTo(krippendorffAlpha(repeated) ?? Number.NaN, 12)
})
