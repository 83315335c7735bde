import type { Latency } from '@openledger/core/api/operator.ts'
import type { Histogram } from 'prom-client'

/** Half and 95% of a histogram's times, s: between a step's ends in proportion, as Prometheus' histogram_quantile has it. */
export async function latencyOf(histogram: Histogram): Promise<Latency> {
  const { values } = await histogram.get()
  const steps = values
    .filter(({ metricName }) => metricName?.endsWith('_bucket') === true)
    .map(({ labels, value }) => ({
      upTo: labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le']),
      value,
    }))
    .toSorted((a, b) => a.upTo - b.upTo)
  const count = steps.at(-1)?.value ?? 0
  if (count === 0) return null
  return { count, p50_s: quantile(steps, count * 0.5), p95_s: quantile(steps, count * 0.95) }
}

/** `steps` are cumulative: so many times were at most `upTo`. */
function quantile(steps: readonly { readonly upTo: number; readonly value: number }[], rank: number): number {
  const place = steps.findIndex(({ value }) => value >= rank)
  const step = steps[place]
  const below = steps[place - 1] ?? { upTo: 0, value: 0 }
  // Above the last end nothing is known but that.
  if (step === undefined || step.upTo === Number.POSITIVE_INFINITY) return below.upTo
  const share = step.value === below.value ? 1 : (rank - below.value) / (step.value - below.value)
  return below.upTo + (step.upTo - below.upTo) * share
}
