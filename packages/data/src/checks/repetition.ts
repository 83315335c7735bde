import type { ContentCheck } from './check.ts'
import { recordTexts } from './recordTexts.ts'

/** Texts of fewer words may repeat themselves ("no, no, no"). */
const wordsMin = 6
/** A window of this many words must hold at least `differentMin` different ones. */
const window = 40
const differentMin = 10
/** Greatest run of one character; dashes, dots and the like may form lines in documents. */
const runMax = 9

/** Refuses texts that say the same word, or the same few words, over and over. */
export const repetition: ContentCheck = {
  name: 'repetition',
  run: (content) =>
    recordTexts(content)
      .filter(({ text }) => repeatsItself(text))
      .map(({ name }) => ({
        check: 'repetition',
        verdict: 'refuse',
        code: 'DATA_REPETITION',
        reason: `Most of ${name} is the same few words repeated; say it once.`,
      })),
}

/** True where one letter or digit runs on, or few different words make up a text or a stretch of it. */
export function repeatsItself(text: string): boolean {
  if (new RegExp(`([\\p{L}\\p{N}])\\1{${runMax}}`, 'u').test(text)) return true
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length < wordsMin) return false
  if (words.length <= window) return new Set(words).size * 3 <= words.length
  for (let start = 0; start + window <= words.length; start += window / 2) {
    if (new Set(words.slice(start, start + window)).size < differentMin) return true
  }
  return false
}
