import { readFileSync } from 'node:fs'
import process from 'node:process'
import { countSpan } from '@openledger/attribution/spans/countSpan.ts'
import { maximalSpans } from '@openledger/attribution/spans/maximalSpans.ts'
import { rankSpans } from '@openledger/attribution/spans/rankSpans.ts'
import { readSpanIndex } from '@openledger/attribution/spans/readSpanIndex.ts'
import { type SpanDocument, writeSpanIndex } from '@openledger/attribution/spans/writeSpanIndex.ts'
import { z } from 'zod'
import { SEPARATOR } from './corpus.ts'
import type { Measured } from './measured.ts'

// Builds an index of a corpus file in this process and answers queries from it.
const [corpus = '', folder = '', vocabulary, shardTokens, threads, queriesFile = ''] = process.argv.slice(2)

/** A file's 16-bit numbers, a document at a time, without the whole in memory twice. */
function* documentsOf(file: string): Generator<SpanDocument> {
  const bytes = readFileSync(file)
  const all = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
  for (let start = 1, number = 0; start <= all.length; number++) {
    const next = all.indexOf(SEPARATOR, start)
    const end = next === -1 ? all.length : next
    yield { id: String(number), tokens: all.subarray(start, end) }
    start = end + 1
  }
}

const options = { vocabulary: Number(vocabulary), shardTokens: Number(shardTokens), threads: Number(threads) }
const start = performance.now()
const { shards } = await writeSpanIndex(folder, documentsOf(corpus), options)
const buildSeconds = (performance.now() - start) / 1000
const peakMib = process.resourceUsage().maxRSS / 1024

const queries = z.array(z.array(z.int())).parse(JSON.parse(readFileSync(queriesFile, 'utf8')))
const index = await readSpanIndex(folder)
if (index === undefined) throw new Error('the index was not written')
const counts = queries.map((query) => countSpan(index, query))
const querySeconds = Array.from({ length: 5 }, () => {
  const from = performance.now()
  for (const query of queries) countSpan(index, query)
  return (performance.now() - from) / 1000
})

const texts = Array.from({ length: 500 }, (_, number) =>
  queries
    .slice(number * 16, number * 16 + 16)
    .flat()
    .slice(0, 64),
)
const times = texts.map((text) => {
  const from = performance.now()
  rankSpans(index, maximalSpans(index, text, { minTokens: 3 }), {
    spans: 8,
    minRarity: 12,
    documents: 4,
    maxCount: 1000,
  })
  return performance.now() - from
})
const spansMs = times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN
const measured: Measured = { buildSeconds, shards: shards.length, peakMib, querySeconds, counts, spansMs }
console.log(JSON.stringify(measured))
