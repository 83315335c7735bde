import { findRange, narrowRange } from './findRange.ts'
import { type SpanIndex, type SuffixRange, type TokenSequence, tokensOf } from './spanIndex.ts'

/** A piece of a text that occurs word for word in an index. */
export type Span = {
  /** Tokens of the text: `start` up to, not including, `end`. */
  readonly start: number
  readonly end: number
  /** How often it occurs in the index. */
  readonly count: number
  /**
   * How unlikely it is that its tokens come together by chance, nats: minus the sum of the logarithms of each token's
   * share in the index.
   */
  readonly rarity: number
  /** Its occurrences: a range for each shard of the index. */
  readonly ranges: readonly SuffixRange[]
}

/**
 * The maximal spans of a text: the pieces that occur in the index and can be extended on neither side so that they still
 * do. The longest piece from each place ends no sooner than the one before it, so that each token is added once.
 *
 * @param options.minTokens shorter pieces are left out
 * @returns ascending by start, and so by end
 */
export function maximalSpans(
  index: SpanIndex,
  text: TokenSequence,
  { minTokens }: { readonly minTokens: number },
): readonly Span[] {
  const spans: Span[] = []
  const rarity = rarities(index, text)
  let end = 0
  let furthest = 0
  for (let start = 0; start < text.length; start++) {
    if (end <= start) end = start + 1
    const piece = Array.prototype.slice.call(text, start, end) as number[]
    let ranges = index.shards.map((shard) => findRange(shard, piece))
    // A token that the index has nowhere.
    if (countOf(ranges) === 0) continue
    while (end < text.length) {
      const longer = narrow(index, ranges, end - start, text[end] as number)
      if (countOf(longer) === 0) break
      ranges = longer
      end++
    }
    if (end > furthest && end - start >= minTokens)
      spans.push({
        start,
        end,
        count: countOf(ranges),
        rarity: (rarity[end] ?? 0) - (rarity[start] ?? 0),
        ranges,
      })
    furthest = Math.max(furthest, end)
  }
  return spans
}

const countOf = (ranges: readonly SuffixRange[]) => ranges.reduce((sum, { from, to }) => sum + to - from, 0)

function narrow(index: SpanIndex, ranges: readonly SuffixRange[], length: number, token: number): SuffixRange[] {
  return index.shards.map((shard, place) => {
    const range = ranges[place]
    return range === undefined || range.from === range.to
      ? { from: 0, to: 0 }
      : narrowRange(shard, range, length, token)
  })
}

/** Running sums of minus the logarithm of each token's share; a token that the index lacks adds nothing. */
function rarities(index: SpanIndex, text: TokenSequence): Float64Array {
  const total = tokensOf(index)
  const sums = new Float64Array(text.length + 1)
  for (let place = 0; place < text.length; place++) {
    const token = text[place] as number
    let count = 0
    for (const { buckets } of index.shards) count += (buckets[token + 1] ?? 0) - (buckets[token] ?? 0)
    sums[place + 1] = (sums[place] ?? 0) + (count === 0 ? 0 : -Math.log(count / total))
  }
  return sums
}
