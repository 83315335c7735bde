import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { documentEmbeddingText } from '@openledger/attribution/retrieval/documentEmbeddingText.ts'
import { fuseRanks } from '@openledger/attribution/retrieval/fuseRanks.ts'
import { indexWords } from '@openledger/attribution/retrieval/indexWords.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Engine } from '@openledger/engine/engine.ts'
import { z } from 'zod'

/** Chunks in a context. */
export const CHUNKS = 8

/** One part of the licences Datanet, by contributor: they share no record. */
export type Half = 'permissive' | 'reciprocal'

/** A chunk as it stands in the context. */
export type Chunk = {
  readonly number: number
  readonly title: string
  readonly text: string
  readonly url: string
  readonly commitment: Hex32
}

/** A question with the chunks that are retrieved for it. */
export type RagQuestion = {
  readonly half: Half
  readonly question: string
  /** Seven that the product's retrieval finds, and the half's least similar one at a place that moves. */
  readonly chunks: readonly Chunk[]
  /** Place of the planted chunk, which has nothing to do with the question. */
  readonly planted: number
  /** Place of the record that answers the question; -1 where it was not found. */
  readonly source: number
}

const documentSchema = z.object({ kind: z.literal('document'), title: z.string(), text: z.string(), url: z.string() })
const questionSchema = z.object({ question: z.string(), url: z.string() })

/** The questions of one half of examples/licences, each with its context, in a fixed order. */
export async function ragQuestions(root: string, half: Half, engine: Engine): Promise<RagQuestion[]> {
  const folder = join(root, 'examples/licences')
  const documents = (await linesOf(join(folder, `contributor-${half}.jsonl`))).map((line) => documentSchema.parse(line))
  const urls = new Set(documents.map(({ url }) => url))
  const asked = (await linesOf(join(folder, 'questions.jsonl')))
    .map((line) => questionSchema.parse(line))
    .filter(({ url }) => urls.has(url))
  const texts = documents.map(documentEmbeddingText)
  const words = indexWords(texts.map((text, at) => ({ id: String(at), text })))
  const vectors = await engine.embed({ texts })
  const questions = await engine.embed({ texts: asked.map(({ question }) => question) })
  return asked.map(({ question, url }, at) => {
    const byMeaning = documents
      .map((_, place) => ({ place, similarity: cosine(questions[at] ?? [], vectors[place] ?? []) }))
      .sort((a, b) => b.similarity - a.similarity || a.place - b.place)
      .map(({ place }) => String(place))
    const byWords = words.search(question, CHUNKS).map(({ id }) => id)
    const places = fuseRanks([byMeaning.slice(0, CHUNKS), byWords]).slice(0, CHUNKS - 1)
    const planted = (at * 3) % CHUNKS
    const foreign = byMeaning.findLast((place) => !places.includes(place)) ?? ''
    places.splice(planted, 0, foreign)
    const chunks = places.flatMap((place, position) => {
      const document = documents[Number(place)]
      return document ? [{ ...document, number: position + 1, commitment: recordId(document) }] : []
    })
    return { half, question, chunks, planted, source: chunks.findIndex((chunk) => chunk.url === url) }
  })
}

async function linesOf(file: string): Promise<unknown[]> {
  return (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
}

/** Vectors have length 1, so their product is their cosine. */
function cosine(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0)
}
