import { tokenise } from '../nearDuplicates/tokenise.ts'
import { type Sentence, sentencesOf } from './sentencesOf.ts'

/** OpenAI's annotation of an answer: which part of it rests on which address. Indexes are UTF-16 code units, end excluded. */
export type UrlCitation = {
  readonly type: 'url_citation'
  readonly url_citation: {
    readonly start_index: number
    readonly end_index: number
    readonly url: string
    readonly title: string
  }
}

/** A document that the answer used. */
export type CitedDocument = { readonly title: string; readonly text: string; readonly url: string }

/**
 * Annotates an answer with the documents that it used: each with the sentence that shares most words with it (the first
 * of several), or with the whole answer where none shares any. Where a document is cited was measured before; this only
 * says where to show it.
 *
 * @returns one annotation a document, in their order; none for an empty answer
 */
export function urlCitations(answer: string, documents: readonly CitedDocument[]): UrlCitation[] {
  if (documents.length === 0) return []
  const sentences = sentencesOf(answer)
  if (sentences.length === 0) return []
  const whole = { start: sentences[0]?.start ?? 0, end: sentences.at(-1)?.end ?? answer.length }
  return documents.map(({ title, text, url }) => {
    const words = wordsOf(`${title}\n${text}`)
    let best: Sentence = whole
    let most = 0
    for (const sentence of sentences) {
      let shared = 0
      for (const word of wordsOf(answer.slice(sentence.start, sentence.end))) if (words.has(word)) shared += 1
      if (shared > most) {
        most = shared
        best = sentence
      }
    }
    return { type: 'url_citation', url_citation: { start_index: best.start, end_index: best.end, url, title } }
  })
}

function wordsOf(text: string): Set<string> {
  return new Set(
    tokenise(text)
      .filter(({ frame }) => !frame)
      .map((token) => token.text),
  )
}
