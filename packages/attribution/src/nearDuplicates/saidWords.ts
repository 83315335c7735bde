import { normaliseText } from './normaliseText.ts'
import { frameWords } from './wordLists.ts'

/** A word of a document, as what is said again in other words is looked for by. */
export type SaidWord = {
  /** The word in plain letters; runs of words are told by it. */
  readonly word: string
  /** A name, a number or a code where it stands. */
  readonly isName: boolean
  readonly startsSentence: boolean
}

/** Where so many words are written like names, a whole text is: then how they are written says nothing. */
const namesMax = 0.4
/** A word and its forms are taken for one by so many letters. */
const stemLetters = 5

const numbers = new Map(
  `zero one two three four five six seven eight nine ten eleven twelve`
    .split(' ')
    .map((word, number): [string, string] => [word, String(number)]),
)
for (const [word, number] of [
  ['first', '1'],
  ['second', '2'],
  ['third', '3'],
  ['fourth', '4'],
  ['fifteen', '15'],
  ['twenty', '20'],
  ['thirty', '30'],
] as const)
  numbers.set(word, number)

/** Cuts a document into its words, the title as a sentence of its own. */
export function saidWords(title: string, text: string): SaidWord[] {
  const cut = [title, text].flatMap(wordsOf)
  const byLetters = cut.filter(({ looksNamed }) => looksNamed).length
  const isTelling = byLetters <= namesMax * cut.length
  return cut.map(({ word, looksNamed, startsSentence }) => ({
    word,
    isName: /\p{N}/u.test(word) || numbers.has(word) || (isTelling && looksNamed),
    startsSentence,
  }))
}

/** What stands for a word and its forms; undefined for words that frame or join and say nothing by themselves. */
export function keyOfWord(word: string): string | undefined {
  const number = numbers.get(word)
  if (number !== undefined) return number
  if (frameWords.has(word)) return undefined
  return /\p{N}|[-_/]/u.test(word) ? word : word.replace(/'s?$/, '').slice(0, stemLetters)
}

function wordsOf(text: string): { word: string; looksNamed: boolean; startsSentence: boolean }[] {
  const plain = text.normalize('NFKC')
  let end = 0
  return [...plain.matchAll(/[\p{L}\p{M}\p{N}]+(?:[-_./'’][\p{L}\p{M}\p{N}]+)*/gu)].flatMap(
    ({ 0: whole, index }, at) => {
      const between = plain.slice(end, index)
      end = index + whole.length
      const startsSentence = at === 0 || /[.!?;:]/.test(between)
      const opens = startsSentence || /["“”]/.test(between)
      const parts = whole.split(/[-_/]|(?<!\p{N})[.](?!\p{N})/u).map((part, place) => ({
        word: normaliseText(part),
        looksNamed: isWrittenAsName(part, opens && place === 0),
        startsSentence: startsSentence && place === 0,
      }))
      const isIdentifier = parts.length > 1 && /\p{N}.*[-_/]|[-_/].*\p{N}|\p{Lu}.*[-_/]\p{Lu}/u.test(whole)
      // "BSD-3-Clause" is a name of its own, whatever its parts are.
      return isIdentifier ? [...parts, { word: normaliseText(whole), looksNamed: true, startsSentence: false }] : parts
    },
  )
}

function isWrittenAsName(word: string, opensSentence: boolean): boolean {
  return /\P{Lu}\p{Lu}|\p{Lu}\p{Lu}/u.test(word) || /^\p{Lu}$/u.test(word) || (!opensSentence && /^\p{Lu}/u.test(word))
}
