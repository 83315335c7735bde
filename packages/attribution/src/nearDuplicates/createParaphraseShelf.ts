import { createArena, type Stretch } from './createArena.ts'
import { createInterner } from './createInterner.ts'
import { rareMost, rarityFrom, rarityOf, type WordRarity } from './rarityOf.ts'
import { keyOfWord, type SaidWord } from './saidWords.ts'
import { packWord, sameInOtherWords, sharedRareMin, wordOf } from './sameInOtherWords.ts'
import { sameOfOneName } from './sameOfOneName.ts'

/** Earlier documents that one search compares, at most: those that share the most rare words. */
const comparedMax = 16

/** Documents by the words they say, asked for those that say the same in other words. */
export type ParaphraseShelf = {
  readonly add: (words: readonly SaidWord[]) => void
  readonly removeLast: () => void
  /** The registration that says the most of it, the earliest of several. */
  readonly findBest: (words: readonly SaidWord[]) => { readonly at: number; readonly similarity: number } | undefined
}

/** An empty shelf. Registrations are 0, 1, 2 … in their order. A search compares at most `comparedMax` of them. */
export function createParaphraseShelf(): ParaphraseShelf {
  const words = createInterner()
  const keys = createInterner()
  /** Key of each word. */
  const keyOfNumber: number[] = []
  const documents = createArena()
  /** Per key how many documents have it, and the first of them: more than can be rare are not kept. */
  const counts: number[] = []
  const holders: number[][] = []
  let size = 0

  const numberOf = (word: string): number => {
    const number = words.idOf(word)
    if (number === keyOfNumber.length) {
      const key = keyOfWord(word)
      keyOfNumber.push(key === undefined ? -1 : keys.idOf(key))
    }
    return number
  }
  const pack = (said: readonly SaidWord[]) =>
    said.map(({ word, isName, startsSentence }) => packWord(numberOf(word), isName, startsSentence))
  const keyOf = (word: number) => keyOfNumber[word] ?? -1
  const keysOf = ({ chunk, start, end }: Stretch) => {
    const found = new Set<number>()
    for (let at = start; at < end; at += 1) found.add(keyOf(wordOf(chunk[at] ?? 0)))
    found.delete(-1)
    return found
  }
  /** Registrations that share enough rare words, or one that no other has: those that share the most. */
  const candidates = (later: Stretch, { isRare, isUnique, weightOf }: WordRarity): number[] => {
    const shared = new Map<number, { count: number; weight: number; hasUnique: boolean }>()
    for (const key of keysOf(later)) {
      if (!isRare(key)) continue
      for (const at of holders[key] ?? []) {
        const one = shared.get(at) ?? { count: 0, weight: 0, hasUnique: false }
        shared.set(at, one)
        one.count += 1
        one.weight += weightOf(key)
        one.hasUnique ||= isUnique(key)
      }
    }
    return [...shared]
      .filter(([, { count, hasUnique }]) => hasUnique || count >= sharedRareMin)
      .sort(([a, x], [b, y]) => y.weight - x.weight || a - b)
      .slice(0, comparedMax)
      .map(([at]) => at)
  }

  return {
    add: (said) => {
      const at = documents.push(pack(said))
      for (const key of keysOf(documents.at(at))) {
        const count = (counts[key] ?? 0) + 1
        counts[key] = count
        holders[key] ??= []
        if (count <= rareMost) holders[key].push(at)
      }
      size += 1
    },
    removeLast: () => {
      size -= 1
      for (const key of keysOf(documents.at(size))) {
        const count = counts[key] ?? 0
        if (count <= rareMost) holders[key]?.pop()
        counts[key] = count - 1
      }
      documents.pop()
    },
    findBest: (said) => {
      if (size < rarityFrom) return undefined
      const chunk = Uint32Array.from(pack(said))
      const later = { chunk, start: 0, end: chunk.length }
      const asked = rarityOf(size, keyOf, (key) => counts[key] ?? 0)
      let best: { readonly at: number; readonly similarity: number } | undefined
      for (const at of candidates(later, asked)) {
        const earlier = documents.at(at)
        const similarity = sameInOtherWords(earlier, later, asked) ?? sameOfOneName(earlier, later, asked)
        if (similarity === undefined) continue
        if (best === undefined || similarity > best.similarity || (similarity === best.similarity && at < best.at))
          best = { at, similarity }
      }
      return best
    },
  }
}
