import type { Span } from './maximalSpans.ts'
import type { SpanIndex, SpanShard } from './spanIndex.ts'

/** Where a span occurs: a document and its tokens, `start` up to, not including, `end`. */
export type SpanOccurrence = { readonly documentId: string; readonly start: number; readonly end: number }

/** A span that was kept, with where it occurs. */
export type RankedSpan = Omit<Span, 'ranges'> & {
  /** The first documents that hold it, in the order in which they were given to the index; one occurrence of each. */
  readonly occurrences: readonly SpanOccurrence[]
}

/** A document with what it shares with a text. */
export type RankedDocument = {
  readonly documentId: string
  /** Summed rarity of the kept spans that it holds, nats. */
  readonly rarity: number
}

/** What is kept of a text's spans. */
export type SpanRule = {
  /** Most spans. */
  readonly spans: number
  /** Least rarity of a span, nats. */
  readonly minRarity: number
  /** Most documents that a span names. */
  readonly documents: number
  /** Occurrences beyond which a span is left out: what is everywhere points nowhere. */
  readonly maxCount: number
}

/**
 * Keeps the rarest spans of a text (ties: the earlier one) and ranks the documents that hold them by the rarity that
 * they share with it (ties: the document given first).
 */
export function rankSpans(
  index: SpanIndex,
  spans: readonly Span[],
  rule: SpanRule,
): { readonly spans: readonly RankedSpan[]; readonly documents: readonly RankedDocument[] } {
  const kept = spans
    .filter(({ rarity, count }) => rarity >= rule.minRarity && count <= rule.maxCount)
    .sort((a, b) => b.rarity - a.rarity || a.start - b.start)
    .slice(0, rule.spans)
    .sort((a, b) => a.start - b.start)
  const shared = new Map<string, RankedDocument & { readonly order: number }>()
  const ranked = kept.map(({ ranges, ...span }): RankedSpan => {
    const occurrences = firstOccurrences(index, { ...span, ranges })
    for (const { documentId, order } of occurrences) {
      const before = shared.get(documentId)
      shared.set(documentId, { documentId, order: before?.order ?? order, rarity: (before?.rarity ?? 0) + span.rarity })
    }
    const named = occurrences.slice(0, rule.documents)
    return { ...span, occurrences: named.map(({ documentId, start, end }) => ({ documentId, start, end })) }
  })
  const documents = [...shared.values()].sort((a, b) => b.rarity - a.rarity || a.order - b.order)
  return { spans: ranked, documents: documents.map(({ documentId, rarity }) => ({ documentId, rarity })) }
}

/** The first occurrence of a span in each document that has it, in the order of the documents. */
function firstOccurrences(index: SpanIndex, { ranges, start, end }: Pick<Span, 'ranges' | 'start' | 'end'>) {
  const found = new Map<string, SpanOccurrence & { readonly order: number }>()
  let documentsBefore = 0
  for (const [place, shard] of index.shards.entries()) {
    const { from, to } = ranges[place] ?? { from: 0, to: 0 }
    for (const position of shard.suffixes.slice(from, to).sort()) {
      const document = documentAt(shard, position)
      const documentId = shard.documentIds[document] as string
      if (found.has(documentId)) continue
      const offset = position - (shard.documentStarts[document] as number)
      found.set(documentId, { documentId, start: offset, end: offset + end - start, order: documentsBefore + document })
    }
    documentsBefore += shard.documentIds.length
  }
  return [...found.values()]
}

/** The document of a position, by binary search. */
function documentAt({ documentStarts }: SpanShard, position: number): number {
  let [low, high] = [0, documentStarts.length]
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((documentStarts[middle] as number) <= position) low = middle
    else high = middle
  }
  return low
}
