import { createRequire } from 'node:module'
import { canonicalJson } from '@openledger/core/json/canonicalJson.ts'
import { type RecordContent, recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { z } from 'zod'
import type { LicenceFacts } from './licenceFacts.ts'
import { permissive } from './permissive.ts'
import { reciprocal } from './reciprocal.ts'

/** Longest document text, in UTF-16 code units: four of them and a question stay below about 600 tokens. */
const textLengthMax = 500
const excerptLengthMin = 80

const licenceSchema = z.looseObject({ name: z.string(), osiApproved: z.boolean(), licenseText: z.string() })
const licences = z.record(z.string(), licenceSchema).parse(createRequire(import.meta.url)('spdx-license-list/full'))

const contributors = { permissive, reciprocal }
const chosen = [...permissive, ...reciprocal]

function licence(id: string): z.infer<typeof licenceSchema> {
  const found = licences[id]
  if (found === undefined) throw new Error(`spdx-license-list has no ${id}`)
  return found
}

const addressOf = (id: string): string => `https://spdx.org/licenses/${id}.html`

/** Paragraphs of a licence, each on one line. */
function paragraphsOf(id: string): string[] {
  return licence(id)
    .licenseText.normalize('NFC')
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph.length >= excerptLengthMin && /[a-z]{3}/.test(paragraph))
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[a-z]{4,}/g) ?? [])
}

/** In how many of the chosen licences each word occurs. */
const spread = new Map<string, number>()
for (const { id } of chosen) {
  for (const word of wordsOf(licence(id).licenseText)) spread.set(word, (spread.get(word) ?? 0) + 1)
}

/** How much a text says that other licences do not: mean rarity of its words. */
function rarity(text: string): number {
  const words = [...wordsOf(text)]
  return (
    words.reduce((sum, word) => sum + Math.log(chosen.length / (spread.get(word) ?? chosen.length)), 0) / words.length
  )
}

/** The paragraph that sets the licence apart most, cut to fit; the first one on a tie. */
function excerptOf(id: string, lengthMax: number): string {
  const cut = paragraphsOf(id).map((paragraph) => cutAtSentence(paragraph, lengthMax))
  return cut.reduce((best, paragraph) => (rarity(paragraph) > rarity(best) ? paragraph : best), cut[0] ?? '')
}

function cutAtSentence(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text
  const head = text.slice(0, lengthMax - 1)
  const end = head.lastIndexOf('. ')
  return end > lengthMax / 2 ? head.slice(0, end + 1) : `${head.slice(0, head.lastIndexOf(' '))}…`
}

function documentOf({ id, facts }: LicenceFacts): RecordContent {
  const { name, osiApproved } = licence(id)
  const known = `SPDX identifier: ${id}. OSI approved: ${osiApproved ? 'yes' : 'no'}. ${facts}`
  const excerpt = excerptOf(id, textLengthMax - known.length - 30)
  return recordContentSchema.parse({
    kind: 'document',
    title: name.normalize('NFC'),
    text: `${known} From its text: "${excerpt.replaceAll('"', "'")}"`,
    url: addressOf(id),
  })
}

/** The extract's files by name, as text. */
export function buildLicences(): Map<string, string> {
  const lines = (values: readonly unknown[]): string => values.map((value) => `${canonicalJson(value)}\n`).join('')
  const questions = chosen.flatMap(({ id, named, described }) => [
    { question: named, url: addressOf(id), named: true },
    { question: described, url: addressOf(id), named: false },
  ])
  return new Map([
    ...Object.entries(contributors).map(([name, list]): [string, string] => [
      `contributor-${name}.jsonl`,
      lines(list.map(documentOf)),
    ]),
    ['questions.jsonl', lines(questions)],
  ])
}
