import type { Stretch } from './createArena.ts'
import type { WordRarity } from './rarityOf.ts'

/** A word of a document as a number: its own, then whether it is a name, then whether it starts a sentence. */
export const packWord = (word: number, isName: boolean, startsSentence: boolean): number =>
  ((word << 2) | (isName ? 2 : 0) | (startsSentence ? 1 : 0)) >>> 0
export const wordOf = (packed: number): number => packed >>> 2
export const isNameOf = (packed: number): boolean => (packed & 2) !== 0
const startsSentenceOf = (packed: number): boolean => (packed & 1) !== 0

/** What two documents have word for word in so long runs tells them from each other by nothing: siblings share it too. */
const runWords = 4
/** Fewer rare words say too little: in either document, and shared. */
const rareMin = 6
export const sharedRareMin = 4
/**
 * How much names of its own, and shared words that others have too, speak against a paraphrase, and the least that must
 * be left. Set on benchmarks/gaming/tuningDocuments.jsonl (`./openledger bench gaming --only calibration`).
 */
const [foreignWeight, doubtWeight, leastLeft] = [0.8, 0.3, 0.13]

/**
 * Compares a document with an earlier one of which it may be a paraphrase. Paraphrases share the rare words (names,
 * numbers, terms) without sharing the wording, and bring no names of their own; siblings on one subject share wording, and
 * each has names of its own. So runs of words that stand in both are put aside first; of what is left, counted are the
 * rare words that both say, as a share of the one that has fewer, so that neither what a paraphrase leaves out nor what is
 * put around it counts. Taken off are, in the sentences that say them, names and numbers that the earlier one has not, and
 * how well known the shared words are.
 *
 * @param earlier, later packed words in their order
 * @returns what is left, 0 to 1, or undefined where the later document is one of its own
 */
export function sameInOtherWords(earlier: Stretch, later: Stretch, rarity: WordRarity): number | undefined {
  const shared = sharedRuns(earlier, later)
  const [before, after] = [leftOf(earlier, shared, rarity), leftOf(later, shared, rarity)]
  const [rareBefore, rareAfter] = [before, after].map((keys) => [...keys].filter(rarity.isRare)) as [number[], number[]]
  const again = new Set(rareBefore.filter((key) => after.has(key)))
  if (Math.min(rareBefore.length, rareAfter.length) < rareMin || again.size < sharedRareMin) return undefined
  const weight = weigh(again, rarity)
  const share = weight / Math.min(weigh(rareBefore, rarity), weigh(rareAfter, rarity))
  const doubt = doubtWeight * (rarity.greatest - weight / again.size)
  if (share - doubt < leastLeft) return undefined
  const left = share - doubt - foreignWeight * foreignShare({ earlier, later, after, again, rarity })
  return left >= leastLeft ? Math.min(1, left) : undefined
}

const weigh = (keys: Iterable<number>, { weightOf }: WordRarity): number => {
  let sum = 0
  for (const key of keys) sum += weightOf(key)
  return sum
}

/** Of the sentences that say rare words again: the share of names and numbers that the earlier document has not. */
function foreignShare(of: {
  readonly earlier: Stretch
  readonly later: Stretch
  readonly after: ReadonlySet<number>
  readonly again: ReadonlySet<number>
  readonly rarity: WordRarity
}): number {
  const { earlier, later, after, again, rarity } = of
  const known = new Set<number>()
  for (let at = earlier.start; at < earlier.end; at += 1) known.add(rarity.keyOf(wordOf(earlier.chunk[at] ?? 0)))
  const seen = new Set<number>()
  let [all, foreign] = [0, 0]
  for (let start = later.start; start < later.end; ) {
    let end = start + 1
    while (end < later.end && !startsSentenceOf(later.chunk[end] ?? 0)) end += 1
    const words = Array.from(later.chunk.subarray(start, end), (packed) => ({
      key: rarity.keyOf(wordOf(packed)),
      isName: isNameOf(packed),
    })).filter(({ key }) => after.has(key))
    start = end
    if (!words.some(({ key }) => again.has(key))) continue
    for (const { key, isName } of words) {
      if (seen.has(key)) continue
      seen.add(key)
      const weight = rarity.weightOf(key)
      all += weight
      if (isName && !known.has(key)) foreign += weight
    }
  }
  return all === 0 ? 0 : foreign / all
}

const runAt = ({ chunk }: Stretch, at: number): string => {
  let run = ''
  for (let next = at; next < at + runWords; next += 1) run += ` ${wordOf(chunk[next] ?? 0)}`
  return run
}

function sharedRuns(earlier: Stretch, later: Stretch): ReadonlySet<string> {
  const runs = new Set<string>()
  for (let at = later.start; at + runWords <= later.end; at += 1) runs.add(runAt(later, at))
  const shared = new Set<string>()
  for (let at = earlier.start; at + runWords <= earlier.end; at += 1) {
    const run = runAt(earlier, at)
    if (runs.has(run)) shared.add(run)
  }
  return shared
}

/** The keys of a document's words that stand in none of the runs. */
function leftOf(words: Stretch, runs: ReadonlySet<string>, { keyOf }: WordRarity): Set<number> {
  const left = new Set<number>()
  let covered = words.start
  for (let at = words.start; at < words.end; at += 1) {
    if (runs.size > 0 && at + runWords <= words.end && runs.has(runAt(words, at))) covered = at + runWords
    const key = at < covered ? -1 : keyOf(wordOf(words.chunk[at] ?? 0))
    if (key >= 0) left.add(key)
  }
  return left
}
