import type { Stretch } from './createArena.ts'
import type { WordRarity } from './rarityOf.ts'
import { isNameOf, wordOf } from './sameInOtherWords.ts'

/** Set on benchmarks/gaming/tuningDocuments.jsonl (`./openledger bench gaming --only calibration`). */
const [knownMin, foreignMost] = [0.35, 0.06]

/**
 * Compares a document with an earlier one that has a name or number which no other has: "CC-BY-NC-4.0". A later document
 * that says it, has hardly a name of its own, and says little that the earlier one does not say is about the same thing
 * and adds nothing, also where all its other words are common. A sibling has a name of its own.
 *
 * @param earlier, later packed words in their order
 * @returns the share of the later document's words that the earlier one has, or undefined where it is one of its own
 */
export function sameOfOneName(earlier: Stretch, later: Stretch, rarity: WordRarity): number | undefined {
  const [before, after] = [namesOf(earlier, rarity), namesOf(later, rarity)]
  let [all, foreign, known, sharesName] = [0, 0, 0, false]
  for (const [key, isName] of after) {
    const weight = rarity.weightOf(key)
    all += weight
    const there = before.get(key)
    if (there === undefined) {
      if (isName) foreign += weight
      continue
    }
    known += 1
    if (rarity.isUnique(key) && (isName || there)) sharesName = true
  }
  const share = known / after.size
  return sharesName && share >= knownMin && foreign <= foreignMost * all ? share : undefined
}

/** The keys of a document's words, and whether each is a name anywhere in it. */
function namesOf({ chunk, start, end }: Stretch, { keyOf }: WordRarity): Map<number, boolean> {
  const names = new Map<number, boolean>()
  for (let at = start; at < end; at += 1) {
    const packed = chunk[at] ?? 0
    const key = keyOf(wordOf(packed))
    if (key >= 0) names.set(key, isNameOf(packed) || names.get(key) === true)
  }
  return names
}
