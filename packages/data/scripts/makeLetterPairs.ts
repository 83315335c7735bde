/**
 * Writes `src/checks/letterPairs.ts`: how surprising each pair of letters is in written language.
 * Source: the licence texts of npm `spdx-license-list` (CC0), about 700 documents in several European languages.
 * Run: node packages/data/scripts/makeLetterPairs.ts   (same input, same bytes)
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'

const licencesSchema = z.record(z.string(), z.looseObject({ licenseText: z.string() }))
const licences = licencesSchema.parse(createRequire(import.meta.url)('spdx-license-list/full'))

/** Symbol 0 is the edge of a word, 1 to 26 are a to z. */
const counts = Array.from({ length: 27 }, () => new Array<number>(27).fill(1))

// Each different word counts once: which pairs occur in words matters, not how often lawyers use a word.
const words = new Set(
  Object.values(licences).flatMap(({ licenseText }) =>
    (
      licenseText
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .match(/(?<![\p{L}\p{N}])\p{L}{2,}(?![\p{L}\p{N}])/gu) ?? []
    )
      .map((word) => word.toLowerCase())
      .filter((word) => /^[a-z]+$/.test(word)),
  ),
)
for (const word of words) {
  let previous = 0
  for (const letter of `${word} `) {
    const symbol = letter === ' ' ? 0 : letter.charCodeAt(0) - 96
    const row = counts[previous]
    if (row !== undefined) row[symbol] = (row[symbol] ?? 0) + 1
    previous = symbol
  }
}

const rows = counts.map((row) => {
  const total = row.reduce((sum, n) => sum + n, 0)
  return row.map((n) => Math.min(35, Math.round(-2 * Math.log2(n / total))).toString(36)).join('')
})
const source = `/**
 * How surprising letter b is after letter a in written language, in half bits, as one base-36 digit: row a, column b.
 * Row and column 0 are the edge of a word, 1 to 26 are a to z. Made by \`scripts/makeLetterPairs.ts\` from ${words.size}
 * different words of licence texts; not to be edited by hand.
 */
export const letterPairs: readonly string[] = [
${rows.map((row) => `  '${row}',`).join('\n')}
]
`
writeFileSync(new URL('../src/checks/letterPairs.ts', import.meta.url), source)
