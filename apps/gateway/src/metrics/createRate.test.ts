import { expect, test } from 'vitest'
import { createRate } from './createRate.ts'

test('the last minute counts, and nothing before it', () => {
  let now = 5_000
  const rate = createRate(() => now)
  for (let second = 0; second < 120; second++) {
    for (let each = 0; each < 10; each++) rate.add()
    now += 1_000
  }
  expect(rate.perSecond()).toBeCloseTo((59 * 10) / 60, 9)
  now += 29_000
  expect(rate.perSecond()).toBeCloseTo((30 * 10) / 60, 9)
  now += 600_000
  expect(rate.perSecond()).toBe(0)
  rate.add()
  expect(rate.perSecond()).toBeCloseTo(1 / 60, 9)
})

test('a process that is young is not held to a minute', () => {
  let now = 0
  const rate = createRate(() => now)
  for (let each = 0; each < 30; each++) rate.add()
  now = 3_000
  expect(rate.perSecond()).toBeCloseTo(10, 9)
})
