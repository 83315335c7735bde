import { Histogram } from 'prom-client'
import { expect, test } from 'vitest'
import { latencyOf } from './latencyOf.ts'

const make = () => new Histogram({ name: 'times', help: 'x', buckets: [1, 2, 4], registers: [] })

test('nothing was timed', async () => {
  expect(await latencyOf(make())).toBeNull()
})

test('half and 95% lie where the steps put them', async () => {
  const histogram = make()
  for (let each = 0; each < 50; each++) histogram.observe(0.5)
  for (let each = 0; each < 50; each++) histogram.observe(3)
  const latency = await latencyOf(histogram)
  expect(latency?.count).toBe(100)
  expect(latency?.p50_s).toBeCloseTo(1, 9)
  expect(latency?.p95_s).toBeCloseTo(2 + 2 * (45 / 50), 9)
  for (let each = 0; each < 100; each++) histogram.observe(60)
  expect((await latencyOf(histogram))?.p95_s).toBe(4)
})
