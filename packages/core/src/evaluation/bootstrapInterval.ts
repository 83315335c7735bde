import { seededRandom } from './seededRandom.ts'
import type { Interval } from './wilsonInterval.ts'

/** One observation of a mean: what it adds above and below the line, e.g. nats and tokens. */
export type Weighed = { readonly sum: number; readonly weight: number }

/** Samples that are drawn: fewer of many observations, whose means differ little and whose drawing takes time. */
const samplesOf = (count: number) => Math.max(200, Math.min(1_000, Math.floor(2_000_000 / count)))

/**
 * Where a weighted mean (Σ sum / Σ weight) lies with 95% confidence: percentiles of means of samples that are drawn with
 * replacement from the observations (Efron 1979, "Bootstrap Methods: Another Look at the Jackknife").
 *
 * @param seed the same seed and observations give the same interval
 * @returns undefined for fewer than two observations
 */
export function bootstrapInterval(observations: readonly Weighed[], seed: number): Interval | undefined {
  const count = observations.length
  if (count < 2) return undefined
  const random = seededRandom(seed)
  const samples = samplesOf(count)
  const means = new Float64Array(samples)
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0
    let weight = 0
    for (let drawn = 0; drawn < count; drawn++) {
      const one = observations[Math.floor(random() * count)]
      sum += one?.sum ?? 0
      weight += one?.weight ?? 0
    }
    means[sample] = weight === 0 ? 0 : sum / weight
  }
  means.sort()
  const at = (share: number) => means[Math.min(samples - 1, Math.floor(share * samples))] ?? 0
  return { low: at(0.025), high: at(0.975) }
}
