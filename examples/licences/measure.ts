/**
 * Measures retrieval and citations on this example, with the models as they are served.
 * Run: node examples/licences/measure.ts --embedder minilm.gguf [--base smollm2.gguf --answers 20]
 *
 * Retrieval: is the right document among the first 1, the first 4? Citations: for the first questions that name their
 * licence and whose document is found, an answer is generated and each document's effect on it measured.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type CitableDocument, measureCitations } from '@openledger/attribution/citations/measureCitations.ts'
import { type ChatMessage, renderContext } from '@openledger/attribution/citations/renderContext.ts'
import { documentEmbeddingText } from '@openledger/attribution/retrieval/documentEmbeddingText.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { parseRecordsJsonl } from '@openledger/data/parse/parseRecordsJsonl.ts'
import type { Message } from '@openledger/engine/engine.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { z } from 'zod'

const { values } = parseArgs({
  options: { embedder: { type: 'string' }, base: { type: 'string' }, answers: { type: 'string', default: '20' } },
})
const embedderPath = z.string('give --embedder').parse(values.embedder)
const basePath = values.base ?? embedderPath
const answers = values.base === undefined ? 0 : z.coerce.number().int().min(1).parse(values.answers)

const questionSchema = z.object({ question: z.string(), url: z.string(), named: z.boolean() })
const questions = readFileSync(new URL('questions.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => questionSchema.parse(JSON.parse(line)))

const documents: Omit<CitableDocument, 'number'>[] = []
for (const name of ['contributor-permissive.jsonl', 'contributor-reciprocal.jsonl']) {
  for await (const parsed of parseRecordsJsonl(readFileSync(new URL(name, import.meta.url)))) {
    if (!parsed.ok || parsed.value.kind !== 'document') throw new Error(`${name}, line ${parsed.line}: not a document`)
    documents.push({ ...parsed.value, commitment: recordId(parsed.value) })
  }
}

const engine = await startEngineProcess({
  base: { id: 'base', path: basePath },
  embedder: { id: 'embedder', path: embedderPath },
  threads: 1,
  sequences: 1,
  logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
})
const print = (text: string): boolean => process.stdout.write(`${text}\n`)
const toMessages = (messages: readonly ChatMessage[]): Message[] =>
  messages.map(({ role, content }) => ({ role: role === 'developer' ? 'system' : role, content }))

const [vectors, asked] = [
  await engine.embed({ texts: documents.map(documentEmbeddingText) }),
  await engine.embed({ texts: questions.map(({ question }) => question) }),
]
/** Vectors have length 1, so their product is their cosine. */
const cosine = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0)
const ranked = questions.map((_, at) =>
  documents
    .map((document, place) => ({ document, similarity: cosine(asked[at] ?? [], vectors[place] ?? []) }))
    .sort((a, b) => b.similarity - a.similarity),
)

for (const [name, chosen] of [
  ['all questions', () => true],
  ['that name the licence', (named: boolean) => named],
  ['that describe it', (named: boolean) => !named],
] as const) {
  const places = questions.flatMap(({ url, named }, at) =>
    chosen(named) ? [(ranked[at] ?? []).findIndex(({ document }) => document.url === url)] : [],
  )
  const within = (k: number): string => (places.filter((place) => place < k).length / places.length).toFixed(3)
  print(`${name} (${places.length}): recall@1 ${within(1)}, recall@4 ${within(4)}`)
}

const wrongEffects: number[] = []
let rightIsTop = 0
let rightIsCited = 0
let measured = 0
for (const [at, { question, url, named }] of questions.entries()) {
  if (measured >= answers) break
  const shown = (ranked[at] ?? []).slice(0, 4).map(({ document }, place) => ({ ...document, number: place + 1 }))
  if (!named || !shown.some((document) => document.url === url)) continue
  const messages: ChatMessage[] = [{ role: 'user', content: question }]
  let answer = ''
  const prompt = toMessages(renderContext(messages, shown))
  for await (const event of engine.generate({ base: 'base', messages: prompt, params: { maxTokens: 48 } })) {
    if (event.type === 'token') answer += event.text
  }
  if (answer === '') continue
  measured += 1
  const { citations } = await measureCitations({
    messages,
    documents: shown,
    answer,
    score: (using, continuation) => engine.score({ base: 'base', messages: toMessages(using), continuation }),
    threshold: 0n,
    seed: recordId({ question, answer }),
    units: new Map(),
  })
  const right = shown.find((document) => document.url === url)?.commitment
  const effect = (commitment: string | undefined): number =>
    Number(citations.find((citation) => citation.commitment === commitment)?.score ?? 0n) / 1e6
  const others = shown.filter(({ commitment }) => commitment !== right).map(({ commitment }) => effect(commitment))
  wrongEffects.push(...others)
  if (others.every((other) => other < effect(right))) rightIsTop += 1
  if (effect(right) > 0.5) rightIsCited += 1
  print(
    `  ${effect(right).toFixed(2)} nats against ${others.map((other) => other.toFixed(2)).join(', ')}: ${question} ${JSON.stringify(answer)}`,
  )
}
if (measured > 0) {
  const ordered = wrongEffects.sort((a, b) => a - b)
  const quantile = (q: number): string => (ordered[Math.floor(q * (ordered.length - 1))] ?? 0).toFixed(2)
  print(
    `citations: the right document has the greatest effect in ${rightIsTop} of ${measured}, above 0.5 nats in ${rightIsCited}`,
  )
  print(`effects of the other documents, nats: median ${quantile(0.5)}, 90% ${quantile(0.9)}, greatest ${quantile(1)}`)
}
await engine.close()
