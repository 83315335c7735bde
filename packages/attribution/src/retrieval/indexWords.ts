import { tellingTokens } from '../nearDuplicates/tokenise.ts'

/** A text that was found by its words; the greater the score, the better it fits. */
export type WordMatch<Id extends string = string> = { readonly id: Id; readonly score: number }

/** Texts that can be searched by their words. */
export type WordIndex<Id extends string = string> = {
  /** The `k` texts that fit a query best, the best first (ties: lower id); none that shares no word with it. */
  readonly search: (query: string, k: number) => readonly WordMatch<Id>[]
}

/** How soon more of the same word stops counting. */
const saturation = 1.2
/** How much a long text is held back: 0 not at all, 1 by its whole length. */
const lengthShare = 0.75

/**
 * Indexes texts for Okapi BM25 (Robertson and Zaragoza 2009): rare words count more than common ones, repeats less and
 * less, and long texts have no advantage. Words are compared without their endings; framing words play no part.
 *
 * @param texts in any order; the result does not depend on it
 * @example indexWords([{ id: 'a', text: 'MIT License' }]).search('What does MIT ask?', 4)
 */
export function indexWords<Id extends string>(
  texts: Iterable<{ readonly id: Id; readonly text: string }>,
): WordIndex<Id> {
  const lengths = new Map<Id, number>()
  const holders = new Map<string, Map<Id, number>>()
  for (const { id, text } of texts) {
    const tokens = tellingTokens(text)
    lengths.set(id, tokens.length)
    for (const token of tokens) {
      const counts = holders.get(token.text) ?? new Map<Id, number>()
      holders.set(token.text, counts.set(id, (counts.get(id) ?? 0) + 1))
    }
  }
  const meanLength = [...lengths.values()].reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.size)
  return {
    search: (query, k) => {
      const scores = new Map<Id, number>()
      for (const word of new Set(tellingTokens(query).map(({ text }) => text))) {
        const counts = holders.get(word)
        if (counts === undefined) continue
        const rarity = Math.log(1 + (lengths.size - counts.size + 0.5) / (counts.size + 0.5))
        for (const [id, count] of counts) {
          const length = 1 - lengthShare + (lengthShare * (lengths.get(id) ?? 0)) / meanLength
          const gain = (rarity * count * (saturation + 1)) / (count + saturation * length)
          scores.set(id, (scores.get(id) ?? 0) + gain)
        }
      }
      return [...scores]
        .map(([id, score]) => ({ id, score }))
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
        .slice(0, k)
    },
  }
}
