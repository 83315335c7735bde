import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type StepValue, thinOut } from './thinOut.ts'

test('a curve that is thinned out keeps its ends, its lowest and its highest point, in order, and is short enough', () => {
  // Without the zero below zero, which is equal to zero and yet not the same.
  const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)
  const curves = fc.array(value, { maxLength: 300 })
  fc.assert(
    fc.property(curves, fc.integer({ min: 4, max: 80 }), (values, most) => {
      const points = values.map((value, step): StepValue => [step, value])
      const kept = thinOut(points, most)
      expect(kept.length).toBeLessThanOrEqual(Math.min(most, points.length))
      expect(kept.map(([step]) => step)).toEqual(kept.map(([step]) => step).toSorted((a, b) => a - b))
      expect(new Set(kept.map(([step]) => step)).size).toBe(kept.length)
      for (const [step, value] of kept) expect(value).toBe(values[step])
      expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)])
      if (values.length > 0) {
        const valuesKept = kept.map(([, value]) => value)
        expect(Math.min(...valuesKept)).toBe(Math.min(...values))
        expect(Math.max(...valuesKept)).toBe(Math.max(...values))
      }
    }),
  )
})

test('what is short stays as it is', () => {
  expect(thinOut([], 4)).toEqual([])
  expect(
    thinOut(
      [
        [3, 1],
        [4, 2],
      ],
      4,
    ),
  ).toEqual([
    [3, 1],
    [4, 2],
  ])
})
