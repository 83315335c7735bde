import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countSpan } from './countSpan.ts'
import { readSpanIndex } from './readSpanIndex.ts'
import { joinSpanIndexes, tokensOf } from './spanIndex.ts'
import { SPAN_MANIFEST } from './spanManifest.ts'
import { type SpanDocument, writeSpanIndex } from './writeSpanIndex.ts'

let base: string
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'openledger-spans-'))
})
afterAll(() => rm(base, { recursive: true, force: true }))

/** Documents of few different tokens, so that much of them occurs more than once. */
function makeDocuments(count: number, vocabulary: number): SpanDocument[] {
  let seed = 11
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  return Array.from({ length: count }, (_, index) => ({
    id: `document-${index}`,
    tokens: Array.from({ length: random(60) }, () => vocabulary - 1 - random(4)),
  }))
}

/** The same by looking everywhere. */
function countEverywhere(documents: readonly SpanDocument[], sequence: readonly number[]): number {
  let count = 0
  for (const { tokens } of documents)
    for (let start = 0; start + sequence.length <= tokens.length; start++)
      if (sequence.every((token, place) => tokens[start + place] === token)) count++
  return count
}

async function read(folder: string) {
  const index = await readSpanIndex(folder)
  if (index === undefined) throw new Error(`no index in ${folder}`)
  return index
}

test.each([
  { vocabulary: 4, shardTokens: 1_000_000, threads: 1 },
  { vocabulary: 49_152, shardTokens: 200, threads: 2 },
  { vocabulary: 65_536, shardTokens: 700, threads: 3 },
  { vocabulary: 200_000, shardTokens: 1, threads: 2 },
])('every sequence is counted as often as it occurs: %o', async (options) => {
  const documents = makeDocuments(40, options.vocabulary)
  const folder = join(base, `counts-${options.vocabulary}`)
  const manifest = await writeSpanIndex(folder, documents, options)
  const index = await read(folder)
  expect(tokensOf(index)).toBe(documents.reduce((sum, { tokens }) => sum + tokens.length, 0))
  expect(manifest.shards.length > 1).toBe(options.shardTokens < 1000)
  for (const { tokens } of documents.slice(0, 12))
    for (let length = 1; length <= 6 && length <= tokens.length; length++) {
      const sequence = Array.from(tokens).slice(-length)
      expect(countSpan(index, sequence)).toBe(countEverywhere(documents, sequence))
      expect(countSpan(index, [...sequence, options.vocabulary - 1, 0])).toBe(
        countEverywhere(documents, [...sequence, options.vocabulary - 1, 0]),
      )
    }
  // Neither over the end of a document nor past the vocabulary.
  expect(countSpan(index, [options.vocabulary])).toBe(0)
  const both = joinSpanIndexes(index, index)
  expect(countSpan(both, [options.vocabulary - 1])).toBe(2 * countSpan(index, [options.vocabulary - 1]))
})

test('equal documents give equal files, whatever was there before and however many threads sort', async () => {
  const documents = makeDocuments(30, 100)
  const folder = join(base, 'equal')
  const first = await writeSpanIndex(folder, documents, { vocabulary: 100, shardTokens: 300, threads: 1 })
  async function* streamed() {
    yield* documents
  }
  // And a shard that is large enough for a thread of its own.
  const large = [{ id: 'large', tokens: Array.from({ length: 40_000 }, (_, place) => (place * place) % 97) }]
  const inThread = await writeSpanIndex(join(base, 'thread'), large, { vocabulary: 100 })
  expect(inThread.shards).toHaveLength(1)
  expect(countSpan(await read(join(base, 'thread')), [0, 1, 4, 9, 16, 25])).toBe(Math.floor((40_000 - 6) / 97) + 1)
  const second = await writeSpanIndex(folder, streamed(), { vocabulary: 100, shardTokens: 300, threads: 4 })
  expect(second).toEqual(first)
})

test('an index of nothing is one; a folder that was not finished is none', async () => {
  const folder = join(base, 'nothing')
  await writeSpanIndex(folder, [], { vocabulary: 10 })
  expect(countSpan(await read(folder), [3])).toBe(0)
  const broken = join(base, 'broken')
  function* stopping() {
    yield { id: 'a', tokens: [1, 2, 3] }
    throw new Error('killed')
  }
  await expect(writeSpanIndex(broken, stopping(), { vocabulary: 10, shardTokens: 1 })).rejects.toThrow('killed')
  expect(await readSpanIndex(broken)).toBeUndefined()
  expect(await readSpanIndex(join(base, 'nowhere'))).toBeUndefined()
})

test.each([-1, 10, 1.5, Number.NaN])('a token that the vocabulary lacks is refused: %d', async (token) => {
  const documents = [{ id: 'a', tokens: [1, token] }]
  await expect(writeSpanIndex(join(base, 'invalid'), documents, { vocabulary: 10 })).rejects.toMatchObject({
    code: 'ATTRIBUTION_SPAN_TOKEN_INVALID',
  })
})

test.each(['0.tokens', '0.suffixes', '0.documents', '0.ids', SPAN_MANIFEST])('a changed %s is found', async (file) => {
  const folder = join(base, 'damaged')
  await writeSpanIndex(folder, makeDocuments(5, 50), { vocabulary: 50 })
  const path = join(folder, file)
  expect((await readFile(path)).length).toBeGreaterThan(0)
  await appendFile(path, 'x')
  await expect(readSpanIndex(folder)).rejects.toMatchObject({ code: 'ATTRIBUTION_SPAN_INDEX_DAMAGED' })
  if (file !== SPAN_MANIFEST) {
    await rm(path)
    await expect(readSpanIndex(folder)).rejects.toMatchObject({ code: 'ATTRIBUTION_SPAN_INDEX_DAMAGED' })
  }
})
