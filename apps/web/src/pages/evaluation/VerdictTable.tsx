import type { EvaluationReport, EvaluationVerdicts } from '@openledger/core/api/evaluations.ts'
import type { ReactNode } from 'react'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'
import { Share } from './Interval.tsx'

type Row = {
  readonly key: string
  readonly who: ReactNode
  readonly of: EvaluationVerdicts
  readonly disagreed?: ReactNode
}

/** Which answers were found better, by whom. */
export function VerdictTable(props: {
  readonly judged: EvaluationReport['judged']
  readonly people: readonly { readonly key: string; readonly who: ReactNode; readonly of: EvaluationVerdicts }[]
}) {
  const words = text.evaluation
  const { judged, people } = props
  const rows: Row[] = [
    ...people,
    ...(judged === null
      ? []
      : [
          {
            key: 'model',
            who: words.byModel(judged.judge),
            of: judged,
            disagreed: (
              <>
                {judged.disagreed}
                <span className="under">
                  {judged.pairs === 0 ? null : words.percent(judged.disagreed / judged.pairs)}
                </span>
              </>
            ),
          },
        ]),
  ]
  if (rows.length === 0) return <p className="note">{words.noVerdicts}</p>
  return (
    <Table
      label={words.verdicts}
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { name: words.who, head: true, cell: ({ who }) => who },
        { name: words.better, figures: true, cell: ({ of }) => of.adapter },
        { name: words.worse, figures: true, cell: ({ of }) => of.base },
        { name: words.tie, figures: true, cell: ({ of }) => of.tie },
        { name: words.disagreed, figures: true, cell: ({ disagreed }) => disagreed ?? '–' },
        { name: words.rate, figures: true, cell: ({ of }) => <Share rate={of.rate} /> },
      ]}
    />
  )
}
