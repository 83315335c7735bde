import { expect, test } from 'vitest'
import { uniformAt } from './uniformAt.ts'

test('the same seed and step give the same number, others differ', () => {
  expect(uniformAt(7, 3)).toBe(uniformAt(7, 3))
  const seen = new Set([0, 1, 2, 3].flatMap((seed) => [0, 1, 2, 3].map((step) => uniformAt(seed, step))))
  expect(seen.size).toBe(16)
})

test('spreads evenly over [0, 1)', () => {
  const buckets = new Array<number>(10).fill(0)
  for (let step = 0; step < 10_000; step++) {
    const u = uniformAt(42, step)
    expect(u).toBeGreaterThanOrEqual(0)
    expect(u).toBeLessThan(1)
    const bucket = Math.floor(u * 10)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
