import { findRange } from './findRange.ts'
import type { SpanIndex, TokenSequence } from './spanIndex.ts'

/**
 * How often a sequence of tokens occurs in the texts of an index.
 *
 * @param sequence at least one token
 */
export function countSpan(index: SpanIndex, sequence: TokenSequence): number {
  let count = 0
  for (const shard of index.shards) {
    const { from, to } = findRange(shard, sequence)
    count += to - from
  }
  return count
}
