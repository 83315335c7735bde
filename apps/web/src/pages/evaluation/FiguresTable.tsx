import type { EvaluationFigures, EvaluationReport } from '@openledger/core/api/evaluations.ts'
import type { ReactNode } from 'react'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { Intervals, Mean, Share } from './Interval.tsx'

type Row = { readonly name: string; readonly figures: EvaluationFigures }

/** Figures of all questions, of those without copies, of the copies, and of each group. */
export function FiguresTable({
  report,
}: {
  readonly report: Pick<EvaluationReport, 'all' | 'clean' | 'copies' | 'groups'>
}) {
  const words = text.evaluation
  const sets = (['all', 'clean', 'copies'] as const).map((set) => ({ name: words.sets[set], figures: report[set] }))
  const groups = report.groups.map(({ group, figures }) => ({ name: words.group(group), figures }))
  // Where nothing is a copy, "without copies" says the same again; so does a group that is all there is.
  const rows: Row[] = [
    ...(report.copies.questions === 0 ? sets.slice(0, 1) : sets.filter(({ figures }) => figures.questions > 0)),
    ...(groups.length > 1 ? groups : []),
  ]
  const both = (cell: (of: EvaluationFigures['base']) => ReactNode) => (row: Row) => (
    <span className="both">
      {(['base', 'adapter'] as const).map((which) => (
        <span key={which} className={`both-${which}`}>
          <span className="both-name">{words[which]}</span> {cell(row.figures[which])}
        </span>
      ))}
    </span>
  )
  return (
    <Table
      label={words.figures}
      rows={rows}
      rowKey={({ name }) => name}
      columns={[
        { name: words.set, head: true, cell: ({ name }) => name },
        { name: words.count, figures: true, cell: ({ figures }) => figures.questions.toLocaleString(text.language) },
        {
          name: words.exact,
          figures: true,
          cell: (row) => (
            <>
              {both(({ exact }) => <Share rate={exact} />)(row)}
              <Intervals base={row.figures.base.exact} adapter={row.figures.adapter.exact} />
            </>
          ),
        },
        { name: words.f1, figures: true, cell: both(({ f1 }) => <Mean {...f1} />) },
        { name: words.loss, figures: true, cell: both(({ loss }) => <Mean {...loss} />) },
        {
          name: words.changed,
          figures: true,
          cell: ({ figures: { changed } }) => (
            <>
              {changed.better} / {changed.worse}
              <span className="under">{words.chance(changed.p)}</span>
            </>
          ),
        },
      ]}
    />
  )
}
