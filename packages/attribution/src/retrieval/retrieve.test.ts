import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RetrieveOptions, retrieve } from './retrieve.ts'
import type { RetrievedDocument, VectorStore } from './vectorStore.ts'

const hex = (n: number): Hex32 => `0x${n.toString(16).padStart(64, '0')}`
const root = hex(1)

function found(n: number, similarity: number, more: Partial<RetrievedDocument> = {}): RetrievedDocument {
  return {
    commitment: hex(n),
    recordId: hex(1_000 + n),
    versionRoot: root,
    similarity,
    title: `t${n}`,
    text: 'x',
    url: 'https://example.org/',
    ...more,
  }
}

function options(documents: RetrievedDocument[], more: Partial<RetrieveOptions> = {}): RetrieveOptions {
  const store: VectorStore = { search: async () => documents }
  return {
    query: 'What?',
    embed: async (texts) => texts.map(() => [1, 0]),
    store,
    versionRoots: [root],
    k: 4,
    minSimilarity: 0.2,
    ...more,
  }
}

describe('retrieve', () => {
  it('passes the embedding, the versions and k to the store', async () => {
    let asked: unknown
    const store: VectorStore = {
      search: async (query) => {
        asked = query
        return []
      },
    }
    expect(
      await retrieve(options([], { store, embed: async (texts) => texts.map((text) => [text.length, 2]) })),
    ).toEqual([])
    expect(asked).toEqual({ embedding: [5, 2], versionRoots: [root], k: 4 })
  })

  it('keeps the order, the bound and each record once', async () => {
    const documents = await retrieve(
      options([found(3, 0.5), found(1, 0.1), found(2, 0.9), found(5, 0.9, { recordId: hex(1_002) }), found(4, 0.5)]),
    )
    expect(documents.map(({ commitment }) => commitment)).toEqual([hex(2), hex(3), hex(4)])
  })

  it('gives the same answer in whatever order the store answers', async () => {
    const documents = fc.uniqueArray(fc.tuple(fc.nat(50), fc.constantFrom(0.1, 0.3, 0.5)), { selector: ([n]) => n })
    await fc.assert(
      fc.asyncProperty(documents, async (list) => {
        const all = list.map(([n, similarity]) => found(n, similarity))
        expect(await retrieve(options([...all].reverse()))).toEqual(await retrieve(options(all)))
      }),
    )
  })

  it('finds by words what is not near by meaning, and puts first what both find', async () => {
    const near = [found(1, 0.9), found(2, 0.8), found(3, 0.7)]
    const far = [found(8, 0.3), found(9, 0.1)]
    const asked: unknown[] = []
    const store: VectorStore = {
      search: async ({ among, k }) => {
        asked.push({ among, k })
        return among === undefined ? near : far.filter(({ commitment }) => among.includes(commitment))
      },
    }
    const words = { search: () => [2, 8, 9].map((n) => ({ id: hex(n), score: 1 })) }
    const documents = await retrieve(options([], { store, words }))
    expect(documents.map(({ commitment }) => commitment)).toEqual([hex(2), hex(1), hex(8), hex(3)])
    expect(asked).toEqual([
      { among: undefined, k: 8 },
      { among: [hex(8), hex(9)], k: 2 },
    ])
  })

  it('refuses a document of a version that was not searched', async () => {
    await expect(retrieve(options([found(1, 0.9, { versionRoot: hex(2) })]))).rejects.toMatchObject({
      code: 'ATTRIBUTION_STORE_OUTSIDE_VERSION',
    })
  })

  it.each([
    { k: 0 },
    { k: 65 },
    { k: 1.5 },
    { minSimilarity: 2 },
    { minSimilarity: Number.NaN },
    { versionRoots: [] },
    { query: ' ' },
  ])('refuses %j', async (more) => {
    await expect(retrieve(options([], more))).rejects.toMatchObject({ code: 'ATTRIBUTION_RETRIEVAL_OPTIONS_INVALID' })
  })

  it.each([[[]], [[[]]], [[[1], [2]]], [[[Number.NaN]]]])('refuses the embedding %j', async (vectors) => {
    await expect(retrieve(options([], { embed: async () => vectors }))).rejects.toMatchObject({
      code: 'ATTRIBUTION_EMBEDDING_INVALID',
    })
  })
})
