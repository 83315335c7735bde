/**
 * A part of an index: documents one after another, each closed by a separator, and where their suffixes lie in order.
 * The separator is the number after the last token, so that no sequence of tokens reaches over it.
 */
export type SpanShard = {
  /** Tokens and separators. */
  readonly tokens: Uint16Array | Uint32Array
  /** Positions in `tokens`, in the order of the suffixes that begin there; none of a separator. */
  readonly suffixes: Uint32Array
  /** For each token where its suffixes begin in `suffixes`, and at last their number: vocabulary + 1 places. */
  readonly buckets: Uint32Array
  /** For each document where it begins in `tokens`, ascending. */
  readonly documentStarts: Uint32Array
  /** For each document its id. */
  readonly documentIds: readonly string[]
}

/** Texts in which every sequence of tokens can be looked up. */
export type SpanIndex = {
  /** Tokens are numbers below this. */
  readonly vocabulary: number
  /** In the order in which the documents were given. */
  readonly shards: readonly SpanShard[]
}

/** Suffixes of one shard that begin alike: `from` up to, not including, `to`. */
export type SuffixRange = { readonly from: number; readonly to: number }

/** Tokens of a text: numbers below the vocabulary. */
export type TokenSequence = Readonly<ArrayLike<number>>

/** One index over what several hold, in that order. All must be of one vocabulary. */
export function joinSpanIndexes(first: SpanIndex, ...more: readonly SpanIndex[]): SpanIndex {
  return { vocabulary: first.vocabulary, shards: [first, ...more].flatMap(({ shards }) => shards) }
}

/** Number of tokens, separators not counted. */
export const tokensOf = ({ shards }: SpanIndex): number => shards.reduce((sum, shard) => sum + shard.suffixes.length, 0)
