import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { attributionErrors } from '../errors.ts'
import type { Embed, RetrievedDocument, VectorStore } from './vectorStore.ts'

/** Most documents of one call: as many as one call can pay. */
export const retrievedMax = 64

export type RetrieveOptions = {
  /** What is asked, in the caller's words. */
  readonly query: string
  readonly embed: Embed
  readonly store: VectorStore
  /** Versions to search; documents of others are never used. */
  readonly versionRoots: readonly Hex32[]
  /** Most documents to return, 1 to 64. */
  readonly k: number
  /** Documents less similar than this stay out, -1 to 1. */
  readonly minSimilarity: number
}

/**
 * Finds the documents to answer from.
 *
 * @returns at most `k` different records, the most similar first (ties: lower commitment)
 * @throws ATTRIBUTION_RETRIEVAL_OPTIONS_INVALID, ATTRIBUTION_EMBEDDING_INVALID, ATTRIBUTION_STORE_OUTSIDE_VERSION
 */
export async function retrieve(options: RetrieveOptions): Promise<RetrievedDocument[]> {
  const { query, embed, store, versionRoots, k, minSimilarity } = options
  const kInRange = Number.isInteger(k) && k >= 1 && k <= retrievedMax
  if (!kInRange || !(Math.abs(minSimilarity) <= 1) || versionRoots.length === 0 || query.trim() === '') {
    throw new OpenLedgerError(
      attributionErrors.ATTRIBUTION_RETRIEVAL_OPTIONS_INVALID,
      'Documents cannot be searched with these options.',
      { details: { k, minSimilarity, versions: versionRoots.length } },
    )
  }
  const found = await store.search({ embedding: await embedQuery(embed, query), versionRoots, k })
  const foreign = found.find(({ versionRoot }) => !versionRoots.includes(versionRoot))
  if (foreign !== undefined) {
    throw new OpenLedgerError(
      attributionErrors.ATTRIBUTION_STORE_OUTSIDE_VERSION,
      'The vector store returned a document of a version that was not searched.',
      { details: { commitment: foreign.commitment, versionRoot: foreign.versionRoot } },
    )
  }
  const ordered = found.filter(({ similarity }) => similarity >= minSimilarity).sort(bySimilarity)
  const seen = new Set<Hex32>()
  const different = ordered.filter(({ recordId }) => !seen.has(recordId) && seen.add(recordId))
  return different.slice(0, k)
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
