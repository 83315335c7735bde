/**
 * Measures the near-duplicate index on a whole code list.
 * Input: JSONL of {code, description}, e.g. all of ICD-10-CM.
 * Run: node packages/attribution/scripts/measureNearDuplicates.ts CODES.jsonl [--sample 2000]
 *
 * Three shapes of records: the code is the answer; the code is in the prompt; a short document without its code.
 * 5% of the codes are left out of the index and asked for: any hit is a false one (their siblings are in the index).
 * Edited copies of a sample are asked for: the hit must be the original.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { ComparedContent } from '../src/nearDuplicates/content.ts'
import { createNearDuplicateIndex } from '../src/nearDuplicates/nearDuplicateIndex.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '2000' } },
})
const [file] = z.tuple([z.string()]).parse(positionals)
const sampleSize = z.coerce.number().int().positive().parse(values.sample)
const fact = z.object({ code: z.string(), description: z.string() })
type Fact = z.infer<typeof fact>
const lines = readFileSync(file, 'utf8').trim().split('\n')
const facts = [...new Map(lines.map((line) => fact.parse(JSON.parse(line))).map((f) => [f.code, f])).values()]

let state = 1
/** Whole numbers below n, the same on every run (mulberry32). */
function draw(n: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n)
}
const pick = <T>(list: readonly T[]): T => list[draw(list.length)] as T

const askForCode = [
  'What is the ICD-10-CM code for {}?',
  'Give me the code for {}.',
  'How is {} coded in ICD-10-CM?',
  'Code this diagnosis: {}',
  'The patient has {}. Which code applies?',
  'Look up {} and name its code.',
  'In ICD-10-CM, {} has which code?',
  '{}. Code?',
]
const askForMeaning = [
  'What does ICD-10-CM code {} mean?',
  'Which diagnosis is {}?',
  'Describe code {}.',
  'What is coded as {}?',
]

const shapes: Record<string, (fact: Fact) => ComparedContent> = {
  'code is the answer': ({ code, description }) => ({
    kind: 'qa',
    prompts: [pick(askForCode), pick(askForCode)].map((t) => t.replace('{}', () => description)),
    answer: code,
  }),
  'code is in the prompt': ({ code, description }) => ({
    kind: 'qa',
    prompts: [pick(askForMeaning), pick(askForMeaning)].map((t) => t.replace('{}', () => code)),
    answer: description,
  }),
  'document without its code': ({ description }) => ({ kind: 'document', title: 'A diagnosis', text: description }),
}

const vocabulary = [
  ...new Set(facts.slice(0, 5_000).flatMap(({ description }) => description.match(/[a-z]{5,}/g) ?? [])),
]

function swapWord(text: string): string {
  const words = text.split(' ')
  const plain = words.flatMap((word, at) => (/^[a-z]{4,}$/i.test(word) ? [at] : []))
  if (plain.length >= 4) words[pick(plain)] = pick(vocabulary)
  return words.join(' ')
}
function slip(text: string): string {
  const long = [...text.matchAll(/[a-z]{8,}/g)]
  if (long.length === 0) return text
  const at = pick(long).index + 3
  return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
}
const punctuate = (text: string): string => `${text.replace(/[,?.](?=\s|$)/g, ' -')} !`
const reframe = (text: string): string =>
  text.replace(
    /\b(What is|Give me|Which|Look up|Describe)\b/,
    (words) =>
      ({ 'What is': 'Tell me', 'Give me': 'Say', Which: 'What', 'Look up': 'Find', Describe: 'Explain' })[words] ??
      words,
  )

/** Applies an edit to the prompts, or to a document's text; to the answer as well where it is more than a code. */
function edit(content: ComparedContent, change: (text: string) => string, answerToo = change): ComparedContent {
  return content.kind === 'qa'
    ? {
        ...content,
        prompts: content.prompts.map(change),
        answer: content.answer.includes(' ') ? answerToo(content.answer) : content.answer,
      }
    : { ...content, text: change(content.text) }
}
const edits: Record<string, (content: ComparedContent) => ComparedContent> = {
  'letter case': (c) => edit(c, (s) => (draw(2) === 0 ? s.toLowerCase() : s.toUpperCase())),
  punctuation: (c) => edit(c, punctuate),
  'code without its dot, small': (c) =>
    edit(
      c.kind === 'qa'
        ? { ...c, answer: /^\S+$/.test(c.answer) ? c.answer.replace('.', '').toLowerCase() : c.answer }
        : c,
      (s) => s.replace(/([A-Z]\d\w)\.(\w)/g, '$1$2').toLowerCase(),
    ),
  'other framing': (c) => edit(c, reframe),
  'one wording left out, one added': (c) =>
    c.kind === 'qa' ? { ...c, prompts: [...c.prompts.slice(1), 'I wonder about this one, could anyone say?'] } : c,
  'one word swapped': (c) => edit(c, swapWord),
  'a slip in typing': (c) => edit(c, slip),
  'all at once': (c) => edit(c, (s) => punctuate(reframe(slip(s)).toLowerCase())),
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)}%`
for (const [shape, make] of Object.entries(shapes)) {
  const index = createNearDuplicateIndex()
  const held: { code: string; content: ComparedContent }[] = []
  const leftOut: { code: string; content: ComparedContent }[] = []
  for (const f of facts) (draw(20) === 0 ? leftOut : held).push({ code: f.code, content: make(f) })
  const started = performance.now()
  let merged = 0
  for (const { code, content } of held) {
    const earlier = index.find(content)
    if (earlier !== undefined) merged += 1
    if (earlier !== undefined && merged <= 5) process.stdout.write(`    ${code} merged into ${earlier.id}\n`)
    index.add(code, content)
  }
  const perRecord = ((performance.now() - started) / held.length).toFixed(2)
  const falseHits = leftOut.filter(({ content }) => index.find(content) !== undefined)
  process.stdout.write(
    `${shape}: ${held.length} in the index, ${merged} merged into another; ${perRecord} ms a record; false hits ${falseHits.length} of ${leftOut.length}\n`,
  )
  for (const { code, content } of falseHits.slice(0, 5))
    process.stdout.write(`    ${code} taken for ${index.find(content)?.id}\n`)
  const sample = Array.from({ length: sampleSize }, () => pick(held))
  for (const [name, change] of Object.entries(edits)) {
    let right = 0
    let found = 0
    for (const { code, content } of sample) {
      const hit = index.find(change(content))
      if (hit !== undefined) found += 1
      if (hit?.id === code) right += 1
    }
    process.stdout.write(`  ${name}: recall ${percent(right, sampleSize)}, precision ${percent(right, found)}\n`)
  }
}
