import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ComparedContent } from './content.ts'
import { documentFeatures } from './documentFeatures.ts'
import { createNearDuplicateIndex } from './nearDuplicateIndex.ts'
import { qaFeatures } from './qaFeatures.ts'
import { rarityFrom, rarityOf } from './rarityOf.ts'
import { keyOfWord, type SaidWord, saidWords } from './saidWords.ts'
import { sameDocument } from './sameDocument.ts'
import { packWord, sameInOtherWords, wordOf } from './sameInOtherWords.ts'
import { sameOfOneName } from './sameOfOneName.ts'
import { sameQa } from './sameQa.ts'

type Document = Extract<ComparedContent, { kind: 'document' }>

/** The earliest of all registrations that compares as nearly the same, each compared in full. */
function findPlainly(earlier: readonly ComparedContent[], content: ComparedContent) {
  const questions = earlier.flatMap((one) => (one.kind === 'qa' ? [qaFeatures(one.prompts, one.answer)] : []))
  const isCommon = (token: string) =>
    questions.length >= 50 && questions.filter(({ keys }) => keys.has(token)).length > 0.1 * questions.length
  for (const [at, one] of earlier.entries()) {
    const similarity =
      one.kind === 'qa' && content.kind === 'qa'
        ? sameQa(qaFeatures(one.prompts, one.answer), qaFeatures(content.prompts, content.answer), isCommon)
        : one.kind === 'document' && content.kind === 'document'
          ? sameDocument(documentFeatures(one.title, one.text), documentFeatures(content.title, content.text))
          : undefined
    if (similarity !== undefined) return { id: String(at), similarity, inOtherWords: false }
  }
  return content.kind === 'document' ? findParaphrasePlainly(earlier, content) : undefined
}

/** Of all earlier documents the one that compares as said again the most, each compared; rarity counted anew. */
function findParaphrasePlainly(earlier: readonly ComparedContent[], { title, text }: Document) {
  const documents = earlier.flatMap((one, at) =>
    one.kind === 'document' ? [{ at, said: saidWords(one.title, one.text) }] : [],
  )
  if (documents.length < rarityFrom) return undefined
  const numbers = new Map<string, number>()
  const numberOf = (text: string) => numbers.get(text) ?? numbers.set(text, numbers.size).size - 1
  const pack = (said: readonly SaidWord[]) => {
    const chunk = Uint32Array.from(said, (one) => packWord(numberOf(one.word), one.isName, one.startsSentence))
    return { chunk, start: 0, end: chunk.length }
  }
  const packed = documents.map(({ said }) => pack(said))
  const later = pack(saidWords(title, text))
  const keys = new Map([...numbers].map(([word, number]) => [number, keyOfWord(word)]))
  const numberOfKey = new Map([...new Set(keys.values())].map((key, at) => [key, key === undefined ? -1 : at]))
  const keyOf = (word: number) => numberOfKey.get(keys.get(word)) ?? -1
  const counts = new Map<number, number>()
  for (const { chunk } of packed)
    for (const key of new Set(Array.from(chunk, (one) => keyOf(wordOf(one)))))
      counts.set(key, (counts.get(key) ?? 0) + 1)
  const rarity = rarityOf(documents.length, keyOf, (key) => counts.get(key) ?? 0)
  const found = packed.flatMap((one, at) => {
    const similarity = sameInOtherWords(one, later, rarity) ?? sameOfOneName(one, later, rarity)
    return similarity === undefined ? [] : [{ id: String(documents[at]?.at), similarity, inOtherWords: true }]
  })
  return found.reduce<(typeof found)[number] | undefined>(
    (best, one) => (best === undefined || one.similarity > best.similarity ? one : best),
    undefined,
  )
}

const words =
  'cholera diabetes melitus mellitus fracture fractures femur neck left right code A00.0 A00.1 E11 2 12 not the of with without acute chronic hypertension hypertensive pneumonia pnuemonia unspecified yes'.split(
    ' ',
  )
const text = (minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...words), { minLength, maxLength }).map((list) => list.join(' '))
const qa = fc.record({
  kind: fc.constant('qa' as const),
  prompts: fc.array(text(1, 6), { minLength: 1, maxLength: 3 }),
  answer: text(1, 9),
})
const document = fc.record({
  kind: fc.constant('document' as const),
  title: text(1, 3),
  text: fc.oneof(text(1, 20), text(36, 60)),
})
/** Records, among them copies of earlier ones with a word put in somewhere. */
const corpus = (record: fc.Arbitrary<ComparedContent>, maxLength: number) =>
  fc
    .array(fc.tuple(record, fc.option(fc.nat()), fc.constantFrom(...words), fc.nat()), { minLength: 2, maxLength })
    .map((drawn) => {
      const made: ComparedContent[] = []
      for (const [fresh, copyOf, word, place] of drawn) {
        const original = copyOf === null ? undefined : made[copyOf % Math.max(1, made.length)]
        made.push(original === undefined ? fresh : edited(original, word, place))
      }
      return made
    })

function edited(content: ComparedContent, word: string, place: number): ComparedContent {
  const put = (text: string) => {
    const list = text.split(' ')
    list.splice(place % (list.length + 1), place % 2, word)
    return list.join(' ')
  }
  return content.kind === 'qa' ? { ...content, answer: put(content.answer) } : { ...content, text: put(content.text) }
}

describe('the index answers as a comparison with every registration would', () => {
  it.each([
    ['questions', corpus(qa, 90)],
    ['documents', corpus(document, 40)],
    ['both', corpus(fc.oneof(qa, document), 60)],
  ])('%s, also after registrations were taken out', (_, corpora) => {
    fc.assert(
      fc.property(corpora, fc.nat(), (records, cut) => {
        const index = createNearDuplicateIndex()
        const run = (from: number) => {
          for (const [at, content] of [...records.entries()].slice(from)) {
            expect(index.find(content)).toEqual(findPlainly(records.slice(0, at), content))
            index.add(String(at), content)
          }
        }
        run(0)
        const kept = cut % records.length
        index.truncate(kept)
        expect(index.size()).toBe(kept)
        run(kept)
      }),
      { numRuns: 25, seed: 7 },
    )
  })
})
