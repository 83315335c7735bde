import type { BenchRow } from '../lib/bench.ts'
import type { Report } from './report.ts'

const BAR = 1.15
const WAY = 0.3

/** The rows of one set-up: each method's score, the ceiling, and whether ours passes the bar. */
export function reportRows(setup: string, report: Report, planned: { readonly masks: number }): BenchRow[] {
  const done = report.tuningMasks + report.reportingMasks
  const whole = done === planned.masks
  const masks = `${report.reportingMasks} masks, ${report.queries} queries${whole ? '' : ` (${done} of ${planned.masks} masks retrained)`}`
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
    rows.push({
      name: `${setup}: ${ours} against the best peer`,
      value: ratio,
      unit: '×',
      bar: below
        ? `≥ ${WAY * 100}% of the way to the ceiling, which lies below ${BAR} ×`
        : `≥ ${BAR}, 95% of the difference > 0`,
      ok: whole && low > 0 && (below ? way >= WAY : ratio >= BAR),
      note: `${peer}; difference ${low} to ${high} (95%, 1,000 draws of masks and queries); ${Math.round(way * 100)}% of the way to the ceiling; ${masks}`,
    })
  }
  return rows
}
