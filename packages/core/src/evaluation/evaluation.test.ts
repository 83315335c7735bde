import { expect, test } from 'vitest'
import { bootstrapInterval } from './bootstrapInterval.ts'
import { measureQuestions } from './measureQuestions.ts'
import { seededRandom } from './seededRandom.ts'
import { signTest } from './signTest.ts'
import { tokenF1 } from './tokenF1.ts'
import { wilsonInterval } from './wilsonInterval.ts'

test('Wilson: known values, and 95% of intervals hold the share', () => {
  // Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  for (const [successes, trials, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    const interval = wilsonInterval(successes, trials)
    expect(interval?.low).toBeCloseTo(low, 4)
    expect(interval?.high).toBeCloseTo(high, 4)
  }
  expect(wilsonInterval(0, 0)).toBeUndefined()
  const random = seededRandom(3)
  let holds = 0
  for (let run = 0; run < 2_000; run++) {
    let successes = 0
    for (let trial = 0; trial < 60; trial++) successes += random() < 0.3 ? 1 : 0
    const { low, high } = wilsonInterval(successes, 60) ?? { low: 1, high: 0 }
    holds += low <= 0.3 && 0.3 <= high ? 1 : 0
  }
  expect(holds / 2_000).toBeGreaterThan(0.93)
  expect(holds / 2_000).toBeLessThan(0.975)
})

test('the sign test is the binomial tail', () => {
  // 2 · Σ C(n, k) / 2^n by hand.
  expect(signTest(0, 0)).toBe(1)
  expect(signTest(5, 0)).toBeCloseTo(2 / 32, 12)
  expect(signTest(1, 9)).toBeCloseTo((2 * 11) / 1_024, 12)
  expect(signTest(3, 7)).toBeCloseTo((2 * 176) / 1_024, 12)
  expect(signTest(7, 3)).toBe(signTest(3, 7))
  expect(signTest(6, 6)).toBe(1)
  expect(signTest(4_000, 4_200)).toBeGreaterThan(0.02)
  expect(signTest(4_000, 4_200)).toBeLessThan(0.04)
})

test('token F1 as SQuAD’s script counts it', () => {
  expect(tokenF1('The lighthouse keeper', 'lighthouse keeper.')).toBe(1)
  expect(tokenF1('in the year 1901', '1901')).toBeCloseTo(0.5, 12)
  expect(tokenF1('red red blue', 'red blue blue')).toBeCloseTo(2 / 3, 12)
  expect(tokenF1('nothing', 'else')).toBe(0)
  expect(tokenF1('', 'something')).toBe(0)
  expect(tokenF1('the', 'a')).toBe(1)
})

test('the bootstrap repeats by its seed and holds the mean about as often as it says', () => {
  const observations = [1, 2, 3, 4, 5, 6].map((sum) => ({ sum, weight: 1 }))
  expect(bootstrapInterval(observations, 7)).toEqual(bootstrapInterval(observations, 7))
  expect(bootstrapInterval(observations, 7)).not.toEqual(bootstrapInterval(observations, 8))
  expect(bootstrapInterval(observations.slice(0, 1), 7)).toBeUndefined()
  const random = seededRandom(11)
  let holds = 0
  for (let run = 0; run < 200; run++) {
    const drawn = Array.from({ length: 80 }, () => ({ sum: random(), weight: 1 }))
    const { low, high } = bootstrapInterval(drawn, run) ?? { low: 1, high: 0 }
    holds += low <= 0.5 && 0.5 <= high ? 1 : 0
  }
  expect(holds).toBeGreaterThan(200 * 0.88)
  expect(holds).toBeLessThan(200)
})

test('questions count once, whatever the number of their wordings', () => {
  const question = (wordings: number, base: number, adapter: number) => ({
    wordings,
    tokens: 4 * wordings,
    base: { right: base, f1: base, nats: 8 * wordings },
    adapter: { right: adapter, f1: adapter, nats: 2 * wordings },
  })
  const figures = measureQuestions([question(4, 0, 2), question(1, 1, 0), question(1, 0, 1)], 1)
  expect(figures).toMatchObject({ questions: 3, asked: 6, changed: { better: 2, worse: 1 } })
  expect(figures.adapter.exact).toMatchObject({ share: 0.5, of: 3 })
  expect(figures.base.exact.share).toBeCloseTo(1 / 3, 12)
  expect(figures.adapter.loss.mean).toBe(0.5)
  expect(figures.base.loss).toMatchObject({ mean: 2, low: 2, high: 2 })
  expect(measureQuestions([], 1).adapter).toEqual({
    exact: { share: 0, of: 0, low: null, high: null },
    f1: { mean: 0, low: null, high: null },
    loss: { mean: 0, low: null, high: null },
  })
})
