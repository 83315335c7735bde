import { normaliseText } from './normaliseText.ts'
import { contrastWords, frameWords } from './wordLists.ts'

/** A word of a text in the form in which texts are compared. */
export type Token = {
  readonly text: string
  /** A number, a code, a single letter or a contrast word: different ones mean different facts. */
  readonly critical: boolean
  /** A word that frames or joins; it says nothing about which fact is meant. */
  readonly frame: boolean
}

const digit = /\p{N}/u
const letter = /\p{L}/u

/**
 * Cuts a text into tokens. Punctuation and case disappear, endings of words are cut off ("coding", "codes" and "code"
 * are one), codes lose their dots ("A00.0" is "a000"), numbers keep them ("3.5" is not "35"; "2.0" is "2", "1,000" is
 * "1000"). Scripts without spaces between words give one token a character.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  for (const word of normaliseText(text).match(/[\p{L}\p{N}]+(?:[.,'][\p{L}\p{N}]+)*/gu) ?? []) {
    for (const part of partsOfWord(word)) tokens.push(describe(part))
  }
  return tokens
}

/**
 * The tokens that tell what a text is about: all but frame words; where there are none, all; where there are none
 * either, the text itself as one.
 */
export function tellingTokens(text: string): Token[] {
  const tokens = tokenise(text)
  const telling = tokens.filter(({ frame }) => !frame)
  if (telling.length > 0) return telling
  return tokens.length > 0 ? tokens : [{ text: normaliseText(text).trim(), critical: false, frame: false }]
}

function partsOfWord(word: string): string[] {
  if (/^\p{N}+(?:[.,]\p{N}+)*$/u.test(word)) return [plainNumber(word)]
  if (digit.test(word) && /^\p{L}{0,3}\p{N}[\p{L}\p{N}]*(?:\.[\p{L}\p{N}]{1,4})+$/u.test(word))
    return [word.replaceAll('.', '')]
  if (/^\p{L}(?:\.\p{L})+$/u.test(word)) return [word.replaceAll('.', '')]
  return word
    .split(/[.,]/u)
    .flatMap((part) => (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(part) ? [...part] : [part]))
}

/** Thousands without commas, decimals without trailing zeros. */
function plainNumber(word: string): string {
  const whole = /^\p{N}{1,3}(?:,\p{N}{3})+(?:\.\p{N}+)?$/u.test(word)
    ? word.replaceAll(',', '')
    : word.replaceAll(',', '.')
  return /^\p{N}+\.\p{N}+$/u.test(whole) ? whole.replace(/\.?0+$/, '') : whole
}

function describe(word: string): Token {
  const contrast = contrastWords.get(word)
  if (contrast !== undefined) return { text: contrast, critical: true, frame: false }
  if (frameWords.has(word)) return { text: word, critical: false, frame: true }
  if (digit.test(word)) return { text: word, critical: true, frame: false }
  if (word.length === 1) return { text: word, critical: /[a-z]/.test(word), frame: false }
  return { text: stem(word), critical: false, frame: !letter.test(word) }
}

/** Cuts the commonest English endings off; at least three letters stay. */
function stem(word: string): string {
  const bare = word.replace(/'s?$|'(?=.)/g, '')
  return bare.replace(/(?<=^.{3,})(?:ings?|ed|es|s|e)$/u, '')
}
