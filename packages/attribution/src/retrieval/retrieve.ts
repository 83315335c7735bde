import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { attributionErrors } from '../errors.ts'
import { fuseRanks } from './fuseRanks.ts'
import type { WordIndex } from './indexWords.ts'
import type { Embed, RetrievedDocument, VectorStore } from './vectorStore.ts'

/** Most documents of one call: as many as one call can pay. */
export const retrievedMax = 64

/** What each of the two searches brings at least, to be joined. */
const depthMin = 8

export type RetrieveOptions = {
  /** What is asked, in the caller's words. */
  readonly query: string
  readonly embed: Embed
  readonly store: VectorStore
  /** The words of the documents of these versions, by commitment; left out, meaning alone decides. */
  readonly words?: WordIndex<Hex32> | undefined
  /** Versions to search; documents of others are never used. */
  readonly versionRoots: readonly Hex32[]
  /** Most documents to return, 1 to 64. */
  readonly k: number
  /** Documents less similar than this stay out, -1 to 1. */
  readonly minSimilarity: number
}

/**
 * Finds the documents to answer from: by meaning (embeddings) and, given `words`, by words (BM25), joined by their
 * places in the two rankings. A document that is found by its words must be similar enough too.
 *
 * @returns at most `k` different records, the best first (ties: lower commitment)
 * @throws ATTRIBUTION_RETRIEVAL_OPTIONS_INVALID, ATTRIBUTION_EMBEDDING_INVALID, ATTRIBUTION_STORE_OUTSIDE_VERSION
 */
export async function retrieve(options: RetrieveOptions): Promise<RetrievedDocument[]> {
  const { query, embed, store, words, versionRoots, k, minSimilarity } = options
  const kInRange = Number.isInteger(k) && k >= 1 && k <= retrievedMax
  if (!kInRange || !(Math.abs(minSimilarity) <= 1) || versionRoots.length === 0 || query.trim() === '') {
    throw new OpenLedgerError(
      attributionErrors.ATTRIBUTION_RETRIEVAL_OPTIONS_INVALID,
      'Documents cannot be searched with these options.',
      { details: { k, minSimilarity, versions: versionRoots.length } },
    )
  }
  const depth = words === undefined ? k : Math.max(k, depthMin)
  const embedding = await embedQuery(embed, query)
  const byMeaning = [...(await store.search({ embedding, versionRoots, k: depth }))]
  const matches = words?.search(query, depth).map(({ id }) => id) ?? []
  const unseen = matches.filter((id) => !byMeaning.some(({ commitment }) => commitment === id))
  const more = unseen.length > 0 ? await store.search({ embedding, versionRoots, k: unseen.length, among: unseen }) : []
  const found = new Map([...byMeaning, ...more].map((document) => [document.commitment, document]))
  assertOfVersions([...found.values()], versionRoots)
  const ranked = fuseRanks([byMeaning.sort(bySimilarity).map(({ commitment }) => commitment), matches])
  const seen = new Set<Hex32>()
  const different = ranked.flatMap((commitment) => {
    const document = found.get(commitment)
    if (document === undefined || document.similarity < minSimilarity || seen.has(document.recordId)) return []
    seen.add(document.recordId)
    return [document]
  })
  return different.slice(0, k)
}

function assertOfVersions(documents: readonly RetrievedDocument[], versionRoots: readonly Hex32[]): void {
  const foreign = documents.find(({ versionRoot }) => !versionRoots.includes(versionRoot))
  if (foreign === undefined) return
  throw new OpenLedgerError(
    attributionErrors.ATTRIBUTION_STORE_OUTSIDE_VERSION,
    'The vector store returned a document of a version that was not searched.',
    { details: { commitment: foreign.commitment, versionRoot: foreign.versionRoot } },
  )
}

async function embedQuery(embed: Embed, query: string): Promise<readonly number[]> {
  const vectors = await embed([query])
  const vector = vectors[0]
  if (vectors.length !== 1 || vector === undefined || vector.length === 0 || !vector.every(Number.isFinite)) {
    throw new OpenLedgerError(
      attributionErrors.ATTRIBUTION_EMBEDDING_INVALID,
      'The embedding of the query is not one vector of finite numbers.',
    )
  }
  return vector
}

function bySimilarity(a: RetrievedDocument, b: RetrievedDocument): number {
  return b.similarity - a.similarity || (a.commitment < b.commitment ? -1 : a.commitment > b.commitment ? 1 : 0)
}
