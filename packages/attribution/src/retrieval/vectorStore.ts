import type { Hex32 } from '@openledger/core/primitives/hex.ts'

/** A document record that the store found for a query. */
export type RetrievedDocument = {
  readonly commitment: Hex32
  readonly recordId: Hex32
  /** The version that holds it: one of those that were asked for. */
  readonly versionRoot: Hex32
  /** Cosine similarity of query and document, -1 to 1. */
  readonly similarity: number
  readonly title: string
  readonly text: string
  readonly url: string
}

/** The embeddings of accepted document records. */
export type VectorStore = {
  /**
   * The `k` documents of these versions that are most similar to the embedding, the most similar first; with `among`
   * only of these commitments.
   */
  readonly search: (query: {
    readonly embedding: readonly number[]
    readonly versionRoots: readonly Hex32[]
    readonly k: number
    readonly among?: readonly Hex32[]
  }) => Promise<readonly RetrievedDocument[]>
}

/** Turns texts into vectors of one length, in the order of the texts. */
export type Embed = (texts: readonly string[]) => Promise<readonly (readonly number[])[]>
