import { createHmac } from 'node:crypto'

/** Different words that are kept of one record. */
const WORDS_MAX = 1_024
/** Scripts that are written without spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u

/**
 * The words of a text as keyed numbers, to be searched for without being readable: the first 64 bits of HMAC-SHA-256. Who
 * has the table but not the key still sees which records share a word and how common each is.
 *
 * @returns each word once, ascending; letters are compared without case and accents
 */
export function blindWords(key: Uint8Array, text: string): bigint[] {
  const words = new Set<string>()
  for (const word of wordsOf(text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase())) {
    words.add(word)
    if (words.size === WORDS_MAX) break
  }
  const hashed = [...words].map((word) => createHmac('sha256', key).update(word).digest().readBigInt64BE())
  return [...new Set(hashed)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function* wordsOf(text: string): Generator<string> {
  if (!UNSPACED.test(text)) {
    for (const [word] of text.matchAll(/[\p{L}\p{N}]+/gu)) yield word
    return
  }
  for (const { segment, isWordLike } of new Intl.Segmenter('und', { granularity: 'word' }).segment(text))
    if (isWordLike === true) yield segment
}
