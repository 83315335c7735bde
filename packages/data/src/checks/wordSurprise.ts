import { letterPairs } from './letterPairs.ts'

/** Total surprise of a text's Latin words, and how many letter pairs it was summed over. */
export type WordSurprise = { readonly halfBits: number; readonly pairs: number }

/**
 * Sums how surprising each letter is after the one before it, over the words of a text that are written in Latin
 * letters only (accents are dropped; codes such as "S72.001A", words of one letter, and abbreviations in capitals of
 * at most 5 letters say nothing and are left out). Written language takes about 4 bits a pair, random letters 6 and more.
 */
export function wordSurprise(text: string): WordSurprise {
  let halfBits = 0
  let pairs = 0
  for (const word of latinWords(text)) {
    let previous = 0
    for (let at = 0; at <= word.length; at += 1) {
      const symbol = at === word.length ? 0 : word.charCodeAt(at) - 96
      halfBits += Number.parseInt(letterPairs[previous]?.[symbol] ?? 'z', 36)
      pairs += 1
      previous = symbol
    }
  }
  return { halfBits, pairs }
}

function latinWords(text: string): string[] {
  const words =
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/(?<![\p{L}\p{N}])\p{L}{2,}(?![\p{L}\p{N}])/gu) ?? []
  return words
    .filter((word) => !/^[A-Z]{2,5}$/.test(word))
    .map((word) => word.toLowerCase())
    .filter((word) => /^[a-z]+$/.test(word))
}
