import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countSpan } from './countSpan.ts'
import { maximalSpans } from './maximalSpans.ts'
import { rankSpans } from './rankSpans.ts'
import { readSpanIndex } from './readSpanIndex.ts'
import type { SpanIndex } from './spanIndex.ts'
import { type SpanDocument, writeSpanIndex } from './writeSpanIndex.ts'

async function indexOf(documents: readonly SpanDocument[], shardTokens: number, vocabulary = 64): Promise<SpanIndex> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-spans-'))
  try {
    await writeSpanIndex(folder, documents, { vocabulary, shardTokens })
    const index = await readSpanIndex(folder)
    if (index === undefined) throw new Error('no index')
    return index
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Characters as tokens. */
const tokens = (text: string) => [...text].map((letter) => letter.charCodeAt(0) - 64)
const documents = (...texts: readonly string[]) =>
  texts.map((text, index) => ({ id: `d${index}`, tokens: tokens(text) }))

test('the pieces that can be extended on neither side, each once', async () => {
  const index = await indexOf(documents('ABCDEFGH', 'XYZABC', 'DEFQ'), 1000)
  const spans = maximalSpans(index, tokens('ZABCDEFQABCW'), { minTokens: 3 })
  expect(spans.map(({ start, end, count }) => [start, end, count])).toEqual([
    [0, 4, 1],
    [1, 7, 1],
    [4, 8, 1],
    [8, 11, 2],
  ])
  expect(maximalSpans(index, tokens('QWRT'), { minTokens: 2 })).toEqual([])
  expect(maximalSpans(index, [], { minTokens: 1 })).toEqual([])
})

test('the same by trying every piece, whatever the number of shards', async () => {
  let seed = 5
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  for (let round = 0; round < 12; round++) {
    const alphabet = 2 + random(4)
    const draw = (length: number) => Array.from({ length }, () => random(alphabet))
    const texts = Array.from({ length: 6 }, (_, id) => ({ id: String(id), tokens: draw(random(40)) }))
    const index = await indexOf(texts, round % 2 === 0 ? 1000 : 30)
    const text = draw(50)
    const occurs = (start: number, end: number) => countSpan(index, text.slice(start, end)) > 0
    const expected: number[][] = []
    for (let start = 0; start < text.length; start++)
      for (let end = start + 1; end <= text.length; end++) {
        const isMaximal = !(start > 0 && occurs(start - 1, end)) && !(end < text.length && occurs(start, end + 1))
        if (occurs(start, end) && isMaximal && end - start >= 2) expected.push([start, end])
      }
    const spans = maximalSpans(index, text, { minTokens: 2 })
    expect(spans.map(({ start, end }) => [start, end])).toEqual(expected)
    for (const { start, end, count, ranges } of spans) {
      expect(count).toBe(countSpan(index, text.slice(start, end)))
      expect(ranges.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(count)
    }
  }
})

test('the rarest are kept, and documents are ranked by what they share', async () => {
  const index = await indexOf(documents('AAAAKLMNAAAA', 'AAAAAAAA', 'XKLMNPX', 'AAAAOPQR'), 12)
  const text = tokens('AAAABKLMNPBOPQR')
  const spans = maximalSpans(index, text, { minTokens: 3 })
  const rule = { spans: 2, minRarity: 1, documents: 2, maxCount: 100 }
  const ranked = rankSpans(index, spans, rule)
  expect(ranked.spans.map(({ start, end }) => [start, end])).toEqual([
    [5, 10],
    [11, 15],
  ])
  expect(ranked.spans.map(({ occurrences }) => occurrences)).toEqual([
    [{ documentId: 'd2', start: 1, end: 6 }],
    [{ documentId: 'd3', start: 4, end: 8 }],
  ])
  expect(ranked.documents.map(({ documentId }) => documentId)).toEqual(['d2', 'd3'])
  // All of them: the common one is in three documents, of which it names the first two, each once.
  const all = rankSpans(index, spans, { ...rule, spans: 9 })
  expect(all.spans[0]?.occurrences).toEqual([
    { documentId: 'd0', start: 0, end: 4 },
    { documentId: 'd1', start: 0, end: 4 },
  ])
  expect(all.documents).toHaveLength(4)
  expect(rankSpans(index, spans, { ...rule, spans: 9, maxCount: 3 }).spans).toHaveLength(2)
  expect(rankSpans(index, spans, { ...rule, minRarity: 1000 })).toEqual({ spans: [], documents: [] })
})
