import type { Evaluation } from '@openledger/core/api/evaluations.ts'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatTime } from '../../format/formatTime.ts'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { Tag } from '../../parts/Tag.tsx'
import { text } from '../../text/text.ts'
import { Share } from './Interval.tsx'

/** The evaluations of a training, the newest first; one of them is shown below. */
export function EvaluationList(props: {
  readonly jobId: string
  readonly list: UseQueryResult<{ data: Evaluation[] }>
  readonly shown: string | undefined
}) {
  const { jobId, list, shown } = props
  const words = text.evaluation
  return (
    <Section title={words.list}>
      <Loaded query={list} lines={2}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={words.none}>{words.noneBody}</Empty>
          ) : (
            <Table
              label={words.list}
              rows={data}
              rowKey={({ evaluationId }) => evaluationId}
              columns={[
                {
                  name: words.when,
                  head: true,
                  cell: ({ createdAt }) => <time className="time">{formatTime(createdAt)}</time>,
                },
                { name: words.asked, cell: (one) => sourceName(one) },
                { name: words.state, cell: (one) => <State evaluation={one} /> },
                {
                  name: `${words.exact}, ${words.base}`,
                  figures: true,
                  cell: ({ report }) => <Share rate={report?.all.base.exact} />,
                },
                {
                  name: `${words.exact}, ${words.adapter}`,
                  figures: true,
                  cell: ({ report }) => <Share rate={report?.all.adapter.exact} />,
                },
                {
                  name: words.show,
                  cell: ({ evaluationId, createdAt }) =>
                    evaluationId === shown ? (
                      words.shown
                    ) : (
                      <Link
                        to="/factory/$jobId/evaluation"
                        params={{ jobId }}
                        search={{ shown: evaluationId }}
                        resetScroll={false}
                        aria-label={words.showThis(formatTime(createdAt))}
                      >
                        {words.show}
                      </Link>
                    ),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  )
}

/** What was asked, in a word. */
function sourceName({ source }: Evaluation): string {
  const words = text.evaluation.source
  return source.kind === 'questions' ? words.questions(source.count) : words[source.kind]
}

const tones = { succeeded: 'good', failed: 'bad', running: 'warn' } as const

/** Where an evaluation stands, and what it is at. */
export function State({ evaluation }: { readonly evaluation: Evaluation }) {
  const { status, progress } = evaluation
  const words = text.evaluation
  const tone = status in tones ? tones[status as keyof typeof tones] : 'quiet'
  return (
    <>
      <Tag tone={tone}>{words.states[status] ?? status}</Tag>
      {progress === null ? null : (
        <span className="under">
          {words.progress(words.stages[progress.stage] ?? progress.stage, progress.done, progress.total)}
        </span>
      )}
    </>
  )
}
