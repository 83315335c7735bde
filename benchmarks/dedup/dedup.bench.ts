import { recordId } from '@openledger/core/ids/recordId.ts'
import type { RecordContent } from '@openledger/data/record/recordContent.ts'
import { createOrderChecker } from '../../apps/gateway/src/contributions/createOrderChecker.ts'
import { honestRecords } from '../gaming/corpus.ts'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { asRecord, ways } from './copies.ts'

const SEEDS = [1, 2, 3, 4, 5]
const HONEST = `0x${'a'.repeat(40)}` as const
const COPIER = `0x${'b'.repeat(40)}` as const

type Tally = { made: number; found: number; wrong: number }

/** The gateway's own check on honest records and on copies of them by somebody else. */
export const bench: Bench = {
  name: 'dedup',
  summary: 'near-duplicates: precision, and recall by how a copy was made',
  parts: ['copies'],
  run: async (context) => {
    const honest = await honestRecords(context.root)
    const filler = [
      ...new Set(honest.flatMap(({ content }) => (content.kind === 'document' ? content.text.split(' ') : []))),
    ]
    const words = filler.filter((word) => /^[a-z]{4,}$/.test(word))
    const tallies = new Map<string, Tally>()
    let merged = 0
    const seeds = context.quick ? SEEDS.slice(0, 1) : SEEDS
    for (const seed of seeds) {
      const random = seededRandom(seed)
      const check = createCheck()
      for (const [at, { content }] of honest.entries())
        if (check(asRecord(content), HONEST, at) !== undefined) merged += 1
      for (const { name, make } of ways(words)) {
        for (const [at, record] of honest.entries()) {
          const copy = make(record, random)
          if (copy === undefined) continue
          const found = check(copy, COPIER, undefined)
          for (const key of [name, `${name} ${copy.kind}`]) {
            const tally = tallies.get(key) ?? { made: 0, found: 0, wrong: 0 }
            tallies.set(key, tally)
            tally.made += 1
            if (found === at) tally.found += 1
            else if (found !== undefined) tally.wrong += 1
          }
        }
      }
    }
    report(context, tallies, { merged, honest: honest.length * seeds.length })
  },
}

/** Registers honest records by their number; copies are asked for and taken out again. Tells which record is named. */
function createCheck() {
  const checker = createOrderChecker()
  const numbers = new Map<string, number>()
  return (content: RecordContent, contributor: string, at: number | undefined): number | undefined => {
    const order = BigInt(checker.size())
    const commitment = `0x${(order + 1n).toString(16).padStart(64, '0')}` as const
    const id = recordId(content)
    const { findings, unit } = checker.add({ commitment, recordId: id, contributor, content, order, print: order })
    if (at === undefined) checker.truncate(checker.size() - 1)
    else numbers.set(commitment, at)
    return findings.some(({ code }) => /DUPLICATE/.test(code)) ? numbers.get(unit) : undefined
  }
}

function report(
  { row }: BenchContext,
  tallies: ReadonlyMap<string, Tally>,
  { merged, honest }: { readonly merged: number; readonly honest: number },
): void {
  const of = (key: string) => tallies.get(key) ?? { made: 0, found: 0, wrong: 0 }
  const all = [of('edited'), of('reordered'), of('paraphrased')]
  const found = all.reduce((sum, tally) => sum + tally.found, 0)
  const wrong = all.reduce((sum, tally) => sum + tally.wrong, 0) + merged
  const precision = Number((found / (found + wrong)).toFixed(4))
  row({
    name: 'precision',
    value: precision,
    unit: '',
    bar: '≥ .95',
    ok: precision >= 0.95,
    note: `${found} copies named with their original, ${wrong} records that are none or name another; ${merged} of ${honest} honest records taken for copies`,
  })
  for (const [key, least] of [
    ['edited', 0.9],
    ['reordered', 0.9],
    ['paraphrased', 0.7],
    ['paraphrased qa', 0.7],
    ['paraphrased document', 0.7],
  ] as const) {
    const tally = of(key)
    const recall = Number((tally.found / tally.made).toFixed(4))
    row({
      name: `recall, ${key.replace(' qa', ' questions').replace(' document', ' documents')}`,
      value: recall,
      unit: '',
      bar: `≥ ${String(least).slice(1)}`,
      ok: recall >= least,
      note: noteOf(key, tally),
    })
  }
}

function noteOf(key: string, { made, found }: Tally): string {
  const numbers = `${found} of ${made} found`
  switch (key) {
    case 'paraphrased':
      return `${numbers}, both kinds together; the next two rows part them`
    case 'paraphrased qa':
      return `${numbers}; other prompts for the same code, the examples’ held-out questions`
    case 'paraphrased document':
      return `${numbers}; written by hand for the bench gaming, nothing quoted`
    default:
      return `${numbers}; the examples’ 270 questions and 60 documents, five draws unless quick`
  }
}
