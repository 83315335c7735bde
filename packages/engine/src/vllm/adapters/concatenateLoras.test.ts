import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concatenateLoras } from './concatenateLoras.ts'
import type { LoraPart, Matrix } from './readLoraParts.ts'

const OUT = 3
const IN = 4

const matrix = (rows: number, columns: number) =>
  fc
    .array(fc.integer({ min: -8, max: 8 }), { minLength: rows * columns, maxLength: rows * columns })
    .map((numbers): Matrix => ({ rows, columns, values: Float32Array.from(numbers) }))
const part = fc
  .integer({ min: 1, max: 3 })
  .chain((rank) => fc.record({ a: matrix(rank, IN), b: matrix(OUT, rank) }) satisfies fc.Arbitrary<LoraPart>)
const adapter = fc
  .dictionary(fc.constantFrom('q', 'k', 'v'), part, { minKeys: 1, noNullPrototype: true })
  .map((parts) => new Map(Object.entries(parts)))

const at = ({ values, columns }: Matrix, row: number, column: number) => values[row * columns + column] ?? Number.NaN

/** b · a, number by number. */
function product({ a, b }: LoraPart): number[] {
  return Array.from({ length: OUT * IN }, (_, place) => {
    const [row, column] = [Math.floor(place / IN), place % IN]
    return Array.from({ length: a.rows }, (_, k) => at(b, row, k) * at(a, k, column)).reduce((x, y) => x + y, 0)
  })
}

test('adds to each module what the adapters add to it together, at one rank', () => {
  fc.assert(
    fc.property(fc.array(adapter, { minLength: 1, maxLength: 4 }), (adapters) => {
      const { rank, modules } = concatenateLoras(adapters)
      const paths = new Set(adapters.flatMap((parts) => [...parts.keys()]))
      expect([...modules.keys()]).toEqual([...paths].toSorted())
      for (const [path, whole] of modules) {
        expect([whole.a.rows, whole.b.columns]).toEqual([rank, rank])
        const sum = new Array<number>(OUT * IN).fill(0)
        for (const parts of adapters) {
          const own = parts.get(path)
          if (own !== undefined)
            for (const [place, value] of product(own).entries()) sum[place] = (sum[place] ?? 0) + value
        }
        expect(product(whole)).toEqual(sum)
      }
    }),
  )
})

test('adapters of different shapes are refused', () => {
  const one = {
    a: { rows: 1, columns: 2, values: Float32Array.of(1, 1) },
    b: { rows: 1, columns: 1, values: Float32Array.of(1) },
  }
  const other = { ...one, b: { rows: 2, columns: 1, values: Float32Array.of(1, 1) } }
  expect(() => concatenateLoras([new Map([['q', one]]), new Map([['q', other]])])).toThrow(
    expect.objectContaining({ code: 'ENGINE_ADAPTER_INVALID' }),
  )
})
