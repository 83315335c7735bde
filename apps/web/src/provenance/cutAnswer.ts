import type { Call } from '@openledger/core/api/calls.ts'

/** A piece of an answer that is marked alike from end to end. */
export type AnswerPiece = {
  readonly text: string
  /** Which spans it lies in, by their place in the call's list. */
  readonly spans: readonly number[]
}

/** A sentence of an answer: its pieces, and what its citations did for it. */
export type AnswerSentence = {
  readonly pieces: readonly AnswerPiece[]
  /** Records that made this very sentence likelier, the strongest first; measured, in micro-nats. */
  readonly citations: readonly { readonly commitment: string; readonly score: bigint }[]
  /** White space up to the next sentence. */
  readonly after: string
}

type Places = Pick<Call, 'sentences' | 'spans'>

/**
 * Cuts an answer into its sentences and these into pieces, at the bytes that the call's evidence names. Every character of
 * the answer is in exactly one piece. An answer whose sentences nobody measured is one sentence without citations.
 */
export function cutAnswer(answer: string, { sentences, spans }: Places): AnswerSentence[] {
  const places = charactersAt(answer)
  const whole = [{ start: 0, end: places.length - 1, citations: [] }]
  const cut = sentences == null || sentences.length === 0 ? whole : sentences
  const marked = (spans ?? []).map(({ start, end }) => ({
    from: toPlace(places, start),
    to: toPlace(places, end, true),
  }))
  return cut.map(({ start, end, citations }, number) => {
    const from = number === 0 ? 0 : toPlace(places, start)
    const to = toPlace(places, end, true)
    const next = cut[number + 1]
    const until = next === undefined ? answer.length : toPlace(places, next.start)
    const edges = marked.flatMap((span) => [span.from, span.to]).filter((place) => place > from && place < to)
    const bounds = [...new Set([from, ...edges, to])].sort((a, b) => a - b)
    const pieces = bounds.slice(0, -1).map((left, at) => {
      const right = bounds[at + 1] ?? to
      const within = marked.flatMap((span, index) => (span.from <= left && span.to >= right ? [index] : []))
      return { text: answer.slice(left, right), spans: within }
    })
    return {
      pieces: pieces.filter((piece) => piece.text !== ''),
      citations: citations
        .map(({ commitment, score }) => ({ commitment, score: BigInt(score) }))
        .filter(({ score }) => score > 0n)
        .sort((a, b) => (a.score > b.score ? -1 : 1)),
      after: answer.slice(to, until),
    }
  })
}

/** For each byte of a text's UTF-8 the place of its character (UTF-16), and at the end the text's length. */
function charactersAt(text: string): number[] {
  const places: number[] = []
  let place = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    for (let i = 0; i < bytes; i++) places.push(place)
    place += character.length
  }
  places.push(place)
  return places
}

/** The character of a byte; one cut in two counts to the piece. */
function toPlace(places: readonly number[], byte: number, isEnd = false): number {
  const place = places[Math.min(byte, places.length - 1)] ?? 0
  if (!isEnd || byte === 0 || places[byte - 1] !== place) return place
  return places.find((one) => one > place) ?? place
}
