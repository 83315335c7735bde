import { countCommon } from './compareStretches.ts'
import { createArena, type Stretch } from './createArena.ts'
import { type AskedKey, createCandidateSearch } from './createCandidateSearch.ts'
import { createInterner } from './createInterner.ts'
import { createPostings } from './createPostings.ts'
import { createTokenPostings } from './createTokenPostings.ts'
import { type DocumentFeatures, documentKeys, shortTextShingles } from './documentFeatures.ts'
import { inOrderSharedMin, sameDocument } from './sameDocument.ts'
import type { Shelf } from './shelf.ts'

/** Documents, kept as numbers. Those with too few runs of words in common are dismissed before the whole comparison. */
export function createDocumentShelf(): Shelf<DocumentFeatures> {
  const { idOf, textOf } = createInterner()
  const shingles = createArena()
  const wholes = createArena()
  const byHash = createPostings()
  const byToken = createTokenPostings()
  const search = createCandidateSearch()
  let size = 0

  function mayBeSame(at: number, later: Stretch): boolean {
    const earlier = shingles.at(at)
    const [shorter, longer] = [earlier.end - earlier.start, later.end - later.start].sort((a, b) => a - b) as [
      number,
      number,
    ]
    if (longer < shortTextShingles) return true
    const shared = countCommon(earlier, later)
    return shorter < shortTextShingles ? shared === shorter : shared >= inOrderSharedMin * shorter
  }

  return {
    add: (features) => {
      shingles.push(features.shingles)
      wholes.push(pack(features, idOf))
      byHash.push(size, features.keyShingles)
      byToken.push(size, Array.from(features.keyTokens, idOf))
      size += 1
    },
    removeLast: () => {
      size -= 1
      const { keyShingles, keyTokens } = unpack(wholes.at(size), shingles.at(size), textOf)
      byHash.pop(keyShingles)
      byToken.pop(Array.from(keyTokens, idOf))
      shingles.pop()
      wholes.pop()
    },
    findFirst: (features) => {
      const later = { chunk: features.shingles, start: 0, end: features.shingles.length }
      const asked: AskedKey[] = [
        ...Array.from(features.keyTokens, (token) => ({ postings: byToken, key: idOf(token), name: () => token })),
        ...Array.from(features.shingles, (key) => ({ postings: byHash, key, name: () => `#${key}` })),
      ]
      let first: { readonly at: number; readonly similarity: number } | undefined
      for (const at of search(asked)) {
        if ((first !== undefined && at > first.at) || !mayBeSame(at, later)) continue
        const similarity = sameDocument(unpack(wholes.at(at), shingles.at(at), textOf), features)
        if (similarity !== undefined) first = { at, similarity }
      }
      return first
    },
  }
}

/** Three sets of tokens, counted, the order of the critical ones as one, then the text's words. */
function pack(features: DocumentFeatures, idOf: (text: string) => number): number[] {
  const sets = [features.critical, features.criticalParts, features.content]
  return [
    idOf(features.criticalInOrder),
    ...sets.flatMap((set) => [set.size, ...Array.from(set, idOf)]),
    ...features.words,
  ]
}

function unpack({ chunk, start, end }: Stretch, shingles: Stretch, textOf: (id: number) => string): DocumentFeatures {
  let at = start
  const next = () => chunk[at++] ?? 0
  const set = () => new Set(Array.from({ length: next() }, () => textOf(next())))
  const criticalInOrder = textOf(next())
  const [critical, criticalParts, content] = [set(), set(), set()]
  const own = shingles.chunk.slice(shingles.start, shingles.end)
  return {
    kind: 'document',
    critical,
    criticalParts,
    criticalInOrder,
    content,
    shingles: own,
    words: chunk.slice(at, end),
    ...documentKeys(own, content),
  }
}
