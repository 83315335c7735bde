import { sameValues } from './compareStretches.ts'
import { createArena, type Stretch } from './createArena.ts'
import { createCandidateSearch } from './createCandidateSearch.ts'
import { createInterner } from './createInterner.ts'
import { createOverlapBound } from './createOverlapBound.ts'
import { createTokenPostings } from './createTokenPostings.ts'
import { type AnswerKind, longAnswerTokens, type QaFeatures, type TextFeatures } from './qaFeatures.ts'
import { roughAnswerSimilarityMin, sameQa } from './sameQa.ts'
import type { Shelf } from './shelf.ts'

/** A token is common once it occurs in more than this share of at least `commonFrom` records. */
const commonShare = 0.1
const commonFrom = 50
const kinds: readonly AnswerKind[] = ['code', 'long', 'phrase', 'generic']

/**
 * Question and answer records, kept as numbers. Most candidates are dismissed by their answers' tokens alone, by what
 * `sameQa` at least needs; it is asked about the others.
 */
export function createQaShelf(): Shelf<QaFeatures> {
  const { idOf, textOf } = createInterner()
  /** Per record: the answer's content and critical tokens ascending, and everything in its own order. */
  const contents = createArena()
  const criticals = createArena()
  const wholes = createArena()
  const compacts: number[] = []
  /** A hash of the critical tokens, and how many tokens the answer has: told apart before anything is read. */
  const prints: number[] = []
  const sizes: number[] = []
  const postings = createTokenPostings()
  const search = createCandidateSearch()
  const bound = createOverlapBound(textOf)
  const isCommon = (token: string) =>
    compacts.length >= commonFrom && postings.count(idOf(token)) > commonShare * compacts.length
  const ascending = (tokens: ReadonlySet<string>): Stretch => {
    const chunk = Uint32Array.from(tokens, idOf).sort()
    return { chunk, start: 0, end: chunk.length }
  }

  function mayAgree(at: number, compact: number, content: Stretch, critical: Stretch, print: number): boolean {
    if (compacts[at] === compact) return true
    if (prints[at] !== print) return false
    const [size, own] = [sizes[at] ?? 0, content.end - content.start]
    const [small, large] = size < own ? [size, own] : [own, size]
    const least = small >= longAnswerTokens ? roughAnswerSimilarityMin : 1
    if (small < least * large || !sameValues(criticals.at(at), critical)) return false
    // matches ÷ (small + large − matches) ≥ least, solved for the matches; less a little for rounding.
    return bound.reaches(contents.at(at), (least * (small + large)) / (1 + least) - 1e-9)
  }

  return {
    add: (features) => {
      const critical = ascending(features.answer.critical)
      contents.push(ascending(features.answer.content).chunk)
      criticals.push(critical.chunk)
      prints.push(printOf(critical))
      sizes.push(features.answer.content.size)
      wholes.push(pack(features, idOf))
      compacts.push(idOf(features.answer.compact))
      postings.push(compacts.length - 1, Array.from(features.keys, idOf))
    },
    removeLast: () => {
      const at = compacts.length - 1
      postings.pop(Array.from(unpack(wholes.at(at), textOf).keys, idOf))
      compacts.pop()
      prints.pop()
      sizes.pop()
      contents.pop()
      criticals.pop()
      wholes.pop()
    },
    findFirst: (features) => {
      const compact = idOf(features.answer.compact)
      const content = ascending(features.answer.content)
      const critical = ascending(features.answer.critical)
      const print = printOf(critical)
      bound.ask(content)
      let first: { readonly at: number; readonly similarity: number } | undefined
      for (const at of search(
        Array.from(features.keys, (token) => ({ postings, key: idOf(token), name: () => token })),
      )) {
        if (first !== undefined && at > first.at) continue
        if (!mayAgree(at, compact, content, critical, print)) continue
        const similarity = sameQa(unpack(wholes.at(at), textOf), features, isCommon)
        if (similarity !== undefined) first = { at, similarity }
      }
      return first
    },
  }
}

/** The same for the same values. */
function printOf({ chunk }: Stretch): number {
  let print = chunk.length
  for (const value of chunk) print = Math.imul(print ^ value, 0x01000193) >>> 1
  return print
}

/** Number of prompts, kind and compact form of the answer, then for each text its tokens, counted. */
function pack({ prompts, answer }: QaFeatures, idOf: (text: string) => number): number[] {
  const texts = [...prompts, answer].flatMap(({ content, critical }) => [
    content.size,
    critical.size,
    ...Array.from(content, idOf),
    ...Array.from(critical, idOf),
  ])
  return [prompts.length, kinds.indexOf(answer.answerKind), idOf(answer.compact), ...texts]
}

function unpack({ chunk, start }: Stretch, textOf: (id: number) => string): QaFeatures {
  let at = start
  const next = () => chunk[at++] ?? 0
  const [count, kind, compact] = [next(), next(), textOf(next())]
  const tokens = (size: number) => new Set(Array.from({ length: size }, () => textOf(next())))
  const texts = Array.from({ length: count + 1 }, (): TextFeatures => {
    const [content, critical] = [next(), next()]
    return { content: tokens(content), critical: tokens(critical) }
  })
  const prompts = texts.slice(0, count)
  const answer = { content: new Set<string>(), critical: new Set<string>(), ...texts[count] }
  return {
    kind: 'qa',
    prompts,
    answer: { ...answer, compact, answerKind: kinds[kind] ?? 'generic' },
    keys: new Set([...prompts.flatMap(({ content }) => [...content]), ...answer.content, compact]),
  }
}
