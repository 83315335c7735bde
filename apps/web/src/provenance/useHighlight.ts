import { useMemo, useState } from 'react'
import { greatest } from '../format/greatest.ts'
import type { AnswerSentence } from './cutAnswer.ts'

/** What a reader points at: a record, a piece of the text that records have word for word, or a sentence. */
export type Pointed =
  | { readonly kind: 'record'; readonly commitment: string }
  | { readonly kind: 'spans'; readonly spans: readonly number[] }
  | { readonly kind: 'sentence'; readonly sentence: number }

/** What is lit because of it. */
export type Lit = {
  readonly records: ReadonlySet<string>
  readonly spans: ReadonlySet<number>
  /** By sentence, how strongly: 0 to 1. */
  readonly sentences: ReadonlyMap<number, number>
}

type Spans = readonly { readonly records: readonly { readonly commitment: string }[] }[]

const nothing: Lit = { records: new Set(), spans: new Set(), sentences: new Map() }

/** What belongs to what is pointed at: a record's places in the answer, or the records of a place. */
export function litBy(pointed: Pointed | undefined, sentences: readonly AnswerSentence[], spans: Spans): Lit {
  if (pointed === undefined) return nothing
  if (pointed.kind === 'record') {
    const { commitment } = pointed
    const has = ({ records }: Spans[number]) => records.some((record) => record.commitment === commitment)
    const scores = sentences.map(({ citations }) => citations.find((one) => one.commitment === commitment)?.score ?? 0n)
    const most = greatest(scores)
    return {
      records: new Set([commitment]),
      spans: new Set(spans.flatMap((span, index) => (has(span) ? [index] : []))),
      sentences: new Map(
        scores.flatMap((score, index) => (score > 0n ? [[index, Number((score * 100n) / most) / 100] as const] : [])),
      ),
    }
  }
  const within =
    pointed.kind === 'spans'
      ? pointed.spans
      : (sentences[pointed.sentence]?.pieces.flatMap((piece) => piece.spans) ?? [])
  const matched = within.flatMap((index) => spans[index]?.records.map(({ commitment }) => commitment) ?? [])
  const cited =
    pointed.kind === 'sentence'
      ? (sentences[pointed.sentence]?.citations.map(({ commitment }) => commitment) ?? [])
      : []
  return {
    records: new Set([...matched, ...cited]),
    spans: new Set(within),
    sentences: pointed.kind === 'sentence' ? new Map([[pointed.sentence, 1]]) : new Map(),
  }
}

/** What is lit: what the pointer is over, else what was chosen. Choosing it again lets it go. */
export function useHighlight(sentences: readonly AnswerSentence[], spans: Spans) {
  const [over, setOver] = useState<Pointed>()
  const [chosen, setChosen] = useState<Pointed>()
  const lit = useMemo(() => litBy(over ?? chosen, sentences, spans), [over, chosen, sentences, spans])
  const choose = (pointed: Pointed) => {
    setOver(undefined)
    setChosen(same(pointed, chosen) ? undefined : pointed)
  }
  return { lit, chosen, choose, point: setOver, isChosen: (pointed: Pointed) => same(pointed, chosen) }
}

export type Highlight = ReturnType<typeof useHighlight>

function same(a: Pointed, b: Pointed | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
