import type { EvaluationRate } from '@openledger/core/api/evaluations.ts'
import { text } from '../../text/text.ts'

/** A share with its 95% interval below it; a dash for none. */
export function Share({ rate }: { readonly rate: EvaluationRate | undefined }) {
  const { percent, interval, tooFew } = text.evaluation
  if (rate === undefined || rate.of === 0) return <span className="none">–</span>
  const { share, low, high } = rate
  return (
    <span className="interval">
      {percent(share)}
      <span className="under">{low === null || high === null ? tooFew : interval(percent(low), percent(high))}</span>
    </span>
  )
}

/** A mean with its 95% interval below it. */
export function Mean(props: { readonly mean: number; readonly low: number | null; readonly high: number | null }) {
  const { interval, tooFew } = text.evaluation
  const { mean, low, high } = props
  return (
    <span className="interval">
      {mean.toFixed(3)}
      <span className="under">
        {low === null || high === null ? tooFew : interval(low.toFixed(3), high.toFixed(3))}
      </span>
    </span>
  )
}

/** Shares of base and adapter as lines over their intervals, on one scale from 0 to 100%. */
export function Intervals({ base, adapter }: { readonly base: EvaluationRate; readonly adapter: EvaluationRate }) {
  return (
    <svg className="interval-lines" viewBox="0 0 100 18" preserveAspectRatio="none" aria-hidden="true">
      <line className="interval-scale" x1="0" y1="9" x2="100" y2="9" />
      <Line rate={base} y={5} name="base" />
      <Line rate={adapter} y={13} name="adapter" />
    </svg>
  )
}

function Line({ rate, y, name }: { readonly rate: EvaluationRate; readonly y: number; readonly name: string }) {
  const { share, low, high } = rate
  return (
    <g className={`interval-${name}`}>
      <line x1={100 * (low ?? share)} y1={y} x2={100 * (high ?? share)} y2={y} />
      <line className="interval-point" x1={100 * share} y1={y - 4} x2={100 * share} y2={y + 4} />
    </g>
  )
}
