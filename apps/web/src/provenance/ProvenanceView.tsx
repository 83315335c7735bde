import type { Call } from '@openledger/core/api/calls.ts'
import type { Datanet } from '@openledger/core/api/datanets.ts'
import type { Model } from '@openledger/core/api/models.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queries } from '../api/queries.ts'
import type { Income } from '../pages/calls/deriveIncome.ts'
import { RecordLink } from '../parts/links.tsx'
import { Empty } from '../parts/State.tsx'
import { text } from '../text/text.ts'
import { AnswerText, RecordMark } from './AnswerText.tsx'
import { cutAnswer } from './cutAnswer.ts'
import { RecordLine } from './RecordLine.tsx'
import { type SourceRecord, sourceRecords } from './sourceRecords.ts'
import { type Highlight, useHighlight } from './useHighlight.ts'
import '../styles/provenance.css'

/**
 * Where an answer comes from: its text with what records did in it, and beside it the records, whose they are, how they were
 * found and what each earned to the wei. What was measured on the whole answer is said to be so, and given no place.
 */
export function ProvenanceView(props: {
  readonly call: Call
  readonly income: Income | undefined
  readonly datanets: readonly Datanet[]
}) {
  const { call, income, datanets } = props
  const { answer, sentences: measured, spans } = call
  const records = useMemo(() => sourceRecords(call, income), [call, income])
  const byCommitment = useMemo(() => new Map(records.map((record) => [record.commitment, record])), [records])
  const sentences = useMemo(
    () => (answer === undefined ? [] : cutAnswer(answer, { sentences: measured, spans })),
    [answer, measured, spans],
  )
  const found = useMemo(() => spans ?? [], [spans])
  const highlight = useHighlight(sentences, found)
  const words = text.provenance
  const slug = (datanetId: string) => datanets.find((one) => one.datanetId === datanetId)?.slug
  const nameOf = (commitment: string) => {
    const record = byCommitment.get(commitment)
    return record === undefined ? words.unpaidRecord : words.recordNumber(record.number)
  }
  const flat = records.length > 0 && records.every(({ ways }) => ways.every(({ method }) => method === 'flat'))
  return (
    <div className="prov-box">
      <div className="prov" data-words={answer !== undefined}>
        <div className="prov-answer">
          {answer === undefined ? (
            <p className="note">{words.private}</p>
          ) : (
            <>
              <AnswerText
                sentences={sentences}
                records={byCommitment}
                matches={found.map((span) =>
                  words.matchWith([...new Set(span.records.map(({ commitment }) => nameOf(commitment)))].join(', ')),
                )}
                highlight={highlight}
              />
              {sentences.some(({ citations }) => citations.length > 0) ? (
                <p className="note">{words.strength}</p>
              ) : null}
              <OfTheWhole records={records} placed={placedIn(sentences)} highlight={highlight} />
            </>
          )}
          <Legend records={records} matches={found.length > 0} />
        </div>
        <div className="prov-side">
          {flat ? <Empty title={words.flat}>{words.flatBody}</Empty> : null}
          <Records
            records={records}
            derived={income !== undefined && income.sources.length > 0}
            slug={slug}
            call={call}
            highlight={highlight}
          />
          <Unpaid commitments={unpaidOf(found, byCommitment)} />
        </div>
      </div>
    </div>
  )
}

function placedIn(sentences: ReturnType<typeof cutAnswer>): ReadonlySet<string> {
  return new Set(sentences.flatMap(({ citations }) => citations.map(({ commitment }) => commitment)))
}

function unpaidOf(
  spans: readonly { readonly records: readonly { readonly commitment: string }[] }[],
  paid: ReadonlyMap<string, SourceRecord>,
): string[] {
  const all = spans.flatMap(({ records }) => records.map(({ commitment }) => commitment))
  return [...new Set(all)].filter((commitment) => !paid.has(commitment))
}

function Records(props: {
  readonly records: readonly SourceRecord[]
  readonly derived: boolean
  readonly slug: (datanetId: string) => string | undefined
  readonly call: Call
  readonly highlight: Highlight
}) {
  const { records, derived, slug, call, highlight } = props
  const models = useQuery(queries.models())
  const modelOf = modelByIndex(call, models.data?.data ?? [])
  return (
    <ol className="prov-records" aria-label={text.provenance.records}>
      {records.map((record) => (
        <RecordLine
          key={record.commitment}
          record={record}
          slug={slug(record.datanetId)}
          modelOf={modelOf}
          derived={derived}
          highlight={highlight}
        />
      ))}
    </ol>
  )
}

/** Names of an ensemble's models by the hashes of their indexes; nothing for one model alone. */
function modelByIndex(call: Call, models: readonly Model[]): (indexHash: string) => string | undefined {
  const components = call.receipt?.components ?? []
  if (components.length < 2) return () => undefined
  const called = models.filter(({ openledger }) => components.some(({ modelId }) => modelId === openledger.modelId))
  return (indexHash) => called.find(({ openledger }) => openledger.indexHash === indexHash)?.id
}

/** Records that worked on the answer as a whole, or whose place nobody measured: named, and given no place. */
function OfTheWhole(props: {
  readonly records: readonly SourceRecord[]
  readonly placed: ReadonlySet<string>
  readonly highlight: Highlight
}) {
  const { records, placed, highlight } = props
  const words = text.provenance
  const by = (method: 'influence' | 'citation') =>
    records.filter(
      ({ commitment, ways }) =>
        ways.some((way) => way.method === method) && !(method === 'citation' && placed.has(commitment)),
    )
  return (['influence', 'citation'] as const).map((method) => {
    const those = by(method)
    if (those.length === 0) return null
    return (
      <p key={method} className="prov-whole">
        <span className="quiet">{method === 'influence' ? words.influenceWhole : words.citationWhole}</span>{' '}
        {those.map((record) => (
          <RecordMark
            key={record.commitment}
            record={record}
            highlight={highlight}
            label={words.shown(record.number)}
          />
        ))}
      </p>
    )
  })
}

/** What influence, citation and match are, in a line each: those that this answer has. */
function Legend(props: { readonly records: readonly SourceRecord[]; readonly matches: boolean }) {
  const methods = [...new Set(props.records.flatMap(({ ways }) => ways.map(({ method }) => method)))]
  const words = text.provenance
  return (
    <dl className="legend prov-legend">
      {methods.map((method) => (
        <div key={method}>
          <dt className={`swatch swatch-${method}`}>{text.call.method[method]}</dt>
          <dd>{text.call.methodWhat[method]}</dd>
        </div>
      ))}
      {props.matches ? (
        <div>
          <dt className="swatch swatch-match">{words.matchName}</dt>
          <dd>{words.match}</dd>
        </div>
      ) : null}
    </dl>
  )
}

/** Records that have the same words as the answer and are not paid. */
function Unpaid({ commitments }: { readonly commitments: readonly string[] }) {
  if (commitments.length === 0) return null
  return (
    <div className="prov-unpaid">
      <p className="note">
        <strong>{text.provenance.unpaid}</strong> {text.provenance.unpaidLead}
      </p>
      <ul>
        {commitments.map((commitment) => (
          <li key={commitment}>
            <RecordLink commitment={commitment} />
          </li>
        ))}
      </ul>
    </div>
  )
}
