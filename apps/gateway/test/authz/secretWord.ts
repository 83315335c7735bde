import { randomBytes } from 'node:crypto'

/** A word that occurs nowhere else: of syllables, so that no check takes it for a number of somebody's or for gibberish. */
export function secretWord(kind: string): string {
  const syllables = [...randomBytes(12)].map((byte) => `${'lmnrst'[byte % 6]}${'aeiou'[byte % 5]}`)
  return `${kind}${syllables.join('')}`
}
