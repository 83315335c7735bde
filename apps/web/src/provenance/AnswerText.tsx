import type { KeyboardEvent } from 'react'
import { greatest } from '../format/greatest.ts'
import { text } from '../text/text.ts'
import type { AnswerSentence } from './cutAnswer.ts'
import type { SourceRecord } from './sourceRecords.ts'
import type { Highlight, Pointed } from './useHighlight.ts'

/** Steps of colour for how strongly a sentence rests on its citations. */
const STEPS = 4

/**
 * An answer with what its records did in it: sentences coloured by the measured effect of their citations, each followed by
 * the numbers of these; pieces that records have word for word underlined. All of it is text: markup in it is shown.
 */
export function AnswerText(props: {
  readonly sentences: readonly AnswerSentence[]
  /** By commitment. */
  readonly records: ReadonlyMap<string, SourceRecord>
  /** By span, what holds it, in words. */
  readonly matches: readonly string[]
  readonly highlight: Highlight
}) {
  const { sentences, records, matches, highlight } = props
  const effects = sentences.map(({ citations }) => citations.reduce((sum, { score }) => sum + score, 0n))
  const most = greatest(effects)
  return (
    <p className="said-text prov-text">
      {sentences.map(({ pieces, citations, after }, number) => {
        const effect = effects[number] ?? 0n
        const step = most === 0n || effect === 0n ? 0 : Number((effect * BigInt(STEPS) + most - 1n) / most)
        const lit = highlight.lit.sentences.get(number)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences of one answer never change places
          <span key={number}>
            <span className="prov-sentence" data-step={step} data-lit={lit !== undefined}>
              {pieces.map((piece, at) =>
                piece.spans.length === 0 ? (
                  piece.text
                ) : (
                  <Match
                    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence never change places
                    key={at}
                    words={piece.text}
                    pointed={{ kind: 'spans', spans: piece.spans }}
                    label={[...new Set(piece.spans.map((span) => matches[span] ?? ''))].join('; ')}
                    lit={piece.spans.some((span) => highlight.lit.spans.has(span))}
                    highlight={highlight}
                  />
                ),
              )}
            </span>
            {citations.map(({ commitment }) => {
              const record = records.get(commitment)
              return record === undefined ? null : (
                <RecordMark
                  key={commitment}
                  record={record}
                  highlight={highlight}
                  label={text.provenance.citedHere(record.number)}
                />
              )
            })}
            {after}
          </span>
        )
      })}
    </p>
  )
}

/** A record's number, which leads to it. */
export function RecordMark(props: {
  readonly record: SourceRecord
  readonly highlight: Highlight
  readonly label: string
}) {
  const { record, highlight, label } = props
  const pointed: Pointed = { kind: 'record', commitment: record.commitment }
  return (
    <button
      type="button"
      className="prov-mark"
      aria-label={label}
      aria-pressed={highlight.isChosen(pointed)}
      data-lit={highlight.lit.records.has(record.commitment)}
      onPointerEnter={() => highlight.point(pointed)}
      onPointerLeave={() => highlight.point(undefined)}
      onFocus={() => highlight.point(pointed)}
      onBlur={() => highlight.point(undefined)}
      onClick={() => highlight.choose(pointed)}
    >
      {record.number}
    </button>
  )
}

/** A piece that records have word for word: it runs on over lines like the text around it, which no button does. */
function Match(props: {
  readonly words: string
  readonly pointed: Pointed
  readonly label: string
  readonly lit: boolean
  readonly highlight: Highlight
}) {
  const { words, pointed, label, lit, highlight } = props
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    highlight.choose(pointed)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button can't run on over lines
    <span
      role="button"
      tabIndex={0}
      className="prov-match"
      aria-pressed={highlight.isChosen(pointed)}
      title={label}
      data-lit={lit}
      onPointerEnter={() => highlight.point(pointed)}
      onPointerLeave={() => highlight.point(undefined)}
      onFocus={() => highlight.point(pointed)}
      onBlur={() => highlight.point(undefined)}
      onClick={() => highlight.choose(pointed)}
      onKeyDown={onKeyDown}
    >
      {words}
    </span>
  )
}
