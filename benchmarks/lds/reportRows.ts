import type { BenchRow } from '../lib/bench.ts'
import type { Report } from './report.ts'

const BAR = 1.15
const WAY = 0.3
/** The method of the index that trainings write. */
const WRITTEN = 'openledger'

/** The rows of one set-up: each method's score, the ceiling, and whether ours passes the bar. */
export function reportRows(
  setup: string,
  report: Report,
  planned: { readonly masks: number; readonly methods: readonly string[] },
): BenchRow[] {
  const done = report.tuningMasks + report.reportingMasks
  const missing = planned.methods.filter((name) => !report.methods.some((method) => method.name === name))
  const whole = done === planned.masks && missing.length === 0
  const masks = `${report.reportingMasks} masks, ${report.queries} queries${done === planned.masks ? '' : ` (${done} of ${planned.masks} masks retrained)`}`
  const without = missing.length === 0 ? '' : `; not compared yet: ${missing.join(', ')}`
  const rows: BenchRow[] = report.methods.map(({ name, option, tuning, lds, facts }) => {
    const chosen = facts.options[option]
    const settings =
      tuning.length > 1
        ? `; ${JSON.stringify(chosen?.option)}, of ${tuning.length} settings the best on tuning masks (${tuning.join(', ')})`
        : ''
    return {
      name: `${setup}: LDS, ${name}${facts.version ? ` (${facts.package} ${facts.version})` : ''}`,
      value: lds,
      unit: 'Spearman',
      bar: null,
      ok: null,
      note: `${masks}${settings}${chosen?.note ? `; ${chosen.note}` : ''}`,
    }
  })
  const { ceiling } = report
  if (ceiling)
    rows.push({
      name: `${setup}: ceiling that seeds leave`,
      value: ceiling.value,
      unit: 'Spearman',
      bar: null,
      ok: null,
      note: `square root of the mean correlation of ${ceiling.masks} masks retrained with another seed`,
    })
  for (const { ours, peer, ratio, low, high } of report.differences) {
    const [mine, theirs] = [ours, peer].map((name) => report.methods.find((method) => method.name === name)?.lds ?? 0)
    const way = ceiling ? ((mine ?? 0) - (theirs ?? 0)) / (ceiling.value - (theirs ?? 0)) : 0
    const below = ceiling !== undefined && ceiling.value < BAR * (theirs ?? 0)
    const bar = below
      ? `≥ ${WAY * 100}% of the way to the ceiling, which lies below ${BAR} ×`
      : `≥ ${BAR}, 95% of the difference > 0`
    const isWritten = ours === WRITTEN
    rows.push({
      name: `${setup}: ${ours} against the best peer`,
      value: ratio,
      unit: '×',
      bar: isWritten ? bar : null,
      ok: isWritten ? whole && low > 0 && (below ? way >= WAY : ratio >= BAR) : null,
      note: `${peer}; difference ${low} to ${high} (95%, 1,000 draws of masks and queries); ${Math.round(way * 100)}% of the way to the ceiling; ${masks}${without}${isWritten ? '' : '; no training writes this index yet'}`,
    })
  }
  return [...rows, ...timeRows(setup, report)]
}

/** Ours, the peer that its time is held against, and the bar. */
const TIMES = [
  ['kronfluence_ekfac', 'uncached EK-FAC', 0.2],
  ['dattri_logra', 'cached LoGra', 1.5],
] as const

/** Seconds a query, two threads, batches of 32, with whatever a method builds once at hand. */
function timeRows(setup: string, { methods }: Report): BenchRow[] {
  const seconds = (name: string) => {
    const method = methods.find((one) => one.name === name)
    return method?.facts.options[method.option]?.querySeconds
  }
  const ours = seconds(WRITTEN)
  return TIMES.flatMap(([peer, what, bar]) => {
    const theirs = seconds(peer)
    if (ours === undefined || theirs === undefined) return []
    const ratio = Number((ours / theirs).toFixed(3))
    return [
      {
        name: `${setup}: seconds a query, ÷ ${what}`,
        value: ratio,
        unit: '×',
        bar: `≤ ${bar}`,
        ok: ratio <= bar,
        note: `ours ${ours.toFixed(3)} s, ${peer} ${theirs.toFixed(3)} s: a backward pass and what follows, 160 queries`,
      },
    ]
  })
}
