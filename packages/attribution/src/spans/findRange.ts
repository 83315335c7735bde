import type { SpanShard, SuffixRange, TokenSequence } from './spanIndex.ts'

const none: SuffixRange = { from: 0, to: 0 }

/**
 * The suffixes of a shard that begin with a sequence, by binary search within its first token's.
 *
 * @param sequence at least one token
 * @returns an empty range when there is none
 */
export function findRange(shard: SpanShard, sequence: TokenSequence): SuffixRange {
  const { buckets } = shard
  const first = sequence[0] as number
  const from = buckets[first]
  const to = buckets[first + 1]
  if (from === undefined || to === undefined || from === to) return none
  if (sequence.length === 1) return { from, to }
  const start = edge(shard, sequence, from, to, 0)
  const end = edge(shard, sequence, start, to, 1)
  return end > start ? { from: start, to: end } : none
}

/** The first suffix in a range that is not below the sequence (`past` 0), or that is above all that begin with it (1). */
function edge(shard: SpanShard, sequence: TokenSequence, from: number, to: number, past: 0 | 1): number {
  const { tokens, suffixes } = shard
  const length = sequence.length
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >>> 1
    const position = suffixes[middle] as number
    let place = 1
    while (place < length && tokens[position + place] === sequence[place]) place++
    // A suffix that ends here ends with the separator, which is above all tokens.
    const isBelow = place === length ? past === 1 : (tokens[position + place] as number) < (sequence[place] as number)
    if (isBelow) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Of the suffixes that begin with a sequence of `length` tokens, those in which `token` follows.
 *
 * @returns an empty range when there is none
 */
export function narrowRange(shard: SpanShard, range: SuffixRange, length: number, token: number): SuffixRange {
  const { tokens, suffixes } = shard
  const firstFrom = (wanted: number, from: number, to: number) => {
    let [low, high] = [from, to]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((tokens[(suffixes[middle] as number) + length] as number) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
  const from = firstFrom(token, range.from, range.to)
  const to = firstFrom(token + 1, from, range.to)
  return to > from ? { from, to } : none
}
