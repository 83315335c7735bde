import { expect, test } from 'vitest'
import { cohenKappa } from './cohenKappa.ts'

const pairs = (table: readonly [string, string, number][]) =>
  table.flatMap(([a, b, times]) => Array.from({ length: times }, () => [a, b] as const))

test('worked examples: 50 grants (κ = .4), two tables of 100 with equal agreement (.1304, .2593)', () => {
  const grants = pairs([
    ['yes', 'yes', 20],
    ['yes', 'no', 5],
    ['no', 'yes', 10],
    ['no', 'no', 15],
  ])
  expect(cohenKappa(grants)).toBeCloseTo(0.4, 10)
  const table = (a: number, b: number, c: number, d: number) =>
    cohenKappa(
      pairs([
        ['yes', 'yes', a],
        ['yes', 'no', b],
        ['no', 'yes', c],
        ['no', 'no', d],
      ]),
    )
  expect(table(45, 15, 25, 15)).toBeCloseTo(0.1304, 4)
  expect(table(25, 35, 5, 35)).toBeCloseTo(0.2593, 4)
})

test('nothing in common, and one answer throughout, say nothing', () => {
  expect(cohenKappa([])).toBeUndefined()
  expect(
    cohenKappa([
      ['a', 'a'],
      ['a', 'a'],
    ]),
  ).toBeUndefined()
  expect(
    cohenKappa([
      ['a', 'b'],
      ['b', 'a'],
    ]),
  ).toBe(-1)
})
