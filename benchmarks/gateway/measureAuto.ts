import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Card, Saying } from '../../apps/gateway/src/routing/card.ts'
import { rankCards } from '../../apps/gateway/src/routing/rankCards.ts'
import { THRESHOLD_PPM } from '../../apps/gateway/src/routing/resolveAsked.ts'
import { RECORDS, TEXT_LENGTH } from '../../apps/gateway/src/routing/sayingsOf.ts'
import { silentLogger } from '../../packages/engine/src/logger.ts'
import { startEngineProcess } from '../../packages/engine/src/process/startEngineProcess.ts'
import type { BenchContext } from '../lib/bench.ts'
import { chatQuestions } from '../nosource/chatQuestions.ts'

const qaSchema = z.object({ prompts: z.array(z.string()).min(1), answer: z.string() })
const documentSchema = z.object({ title: z.string(), text: z.string(), url: z.string() })
const licenceQuestionSchema = z.object({ question: z.string(), url: z.string() })

/** Five models that lie close together: three of diagnosis codes, by chapter, and two of licences, by kind. */
const MODELS = [
  {
    name: 'infection-coder',
    about: 'Diagnosis codes of infections\nICD-10-CM codes of infectious and parasitic diseases, chapter I.',
    file: 'medical-coding/contributions/infectious.jsonl',
    chapters: 'AB',
  },
  {
    name: 'heart-coder',
    about: 'Diagnosis codes of heart and vessels\nICD-10-CM codes of diseases of the circulatory system, chapter IX.',
    file: 'medical-coding/contributions/circulatory.jsonl',
    chapters: 'I',
  },
  {
    name: 'injury-coder',
    about: 'Diagnosis codes of injuries\nICD-10-CM codes of fractures, wounds, burns and poisoning, chapter XIX.',
    file: 'medical-coding/contributions/injuries.jsonl',
    chapters: 'ST',
  },
  {
    name: 'permissive-licences',
    about: 'Permissive software licences\nWhat licences ask that let software be used in anything, sold and changed.',
    file: 'licences/contributor-permissive.jsonl',
    chapters: '',
  },
  {
    name: 'copyleft-licences',
    about: 'Reciprocal software licences\nWhat licences ask that keep changed versions under the same terms.',
    file: 'licences/contributor-reciprocal.jsonl',
    chapters: '',
  },
] as const

type Asked = { readonly question: string; readonly to: string }

/**
 * Does `auto` find the model: held-out wordings of trained records and questions about documents go to theirs, small talk
 * to the base model. The threshold was chosen on every second question; the figures are of the others.
 */
export async function measureAuto(context: BenchContext): Promise<void> {
  const read = <Row>(file: string, schema: z.ZodType<Row>): Row[] =>
    readFileSync(join(context.root, 'examples', file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => schema.parse(JSON.parse(line)))
  const records = new Map<string, readonly (z.infer<typeof qaSchema> | z.infer<typeof documentSchema>)[]>(
    MODELS.map(({ name, file }) => [name, read(file, z.union([qaSchema, documentSchema]))] as const),
  )
  const asked = questions(read, records)
  const models = join(context.root, '.models')
  const engine = await startEngineProcess({
    base: { id: 'base', path: join(models, 'smollm2-135m-instruct-q4_1.gguf') },
    embedder: { id: 'all-minilm-l6-v2', path: join(models, 'minilm-l6-v2.gguf') },
    contextSize: 512,
    sequences: 1,
    threads: 1,
    gpu: 'off',
    logger: silentLogger,
  })
  try {
    const vectors = new Map<string, readonly number[]>()
    const embed = async (texts: readonly string[]) => {
      const fresh = [...new Set(texts)].filter((text) => !vectors.has(text))
      for (let start = 0; start < fresh.length; start += 64) {
        context.signal.throwIfAborted()
        const batch = fresh.slice(start, start + 64)
        for (const [at, vector] of (await engine.embed({ texts: batch })).entries())
          vectors.set(batch[at] ?? '', vector)
      }
    }
    const says: readonly [string, (name: string, about: string) => Saying[]][] = [
      ['names alone', (name) => [{ part: 'name', text: name.replaceAll('-', ' ') }]],
      [
        'names and Datanets’ descriptions',
        (name, about) => [
          { part: 'name', text: name.replaceAll('-', ' ') },
          { part: 'datanet', text: about },
        ],
      ],
      [
        'names, descriptions and records of public Datanets',
        (name, about) => [
          { part: 'name', text: name.replaceAll('-', ' ') },
          { part: 'datanet', text: about },
          ...sample(records.get(name) ?? []),
        ],
      ],
    ]
    await embed(asked.map(({ question }) => question))
    for (const [what, sayings] of says) {
      const spoken = MODELS.map(({ name, about }) => ({ name, sayings: sayings(name, about) }))
      await embed(spoken.flatMap((card) => card.sayings.map(({ text }) => text)))
      const cards: Card[] = spoken.map(({ name, sayings }) => ({
        modelId: `0x${'0'.repeat(64)}`,
        name,
        sayings: sayings.map((saying) => ({ ...saying, vector: vectors.get(saying.text) ?? [] })),
      }))
      report(context, what, asked, (question) => rankCards(vectors.get(question) ?? [], cards))
    }
  } finally {
    await engine.close()
  }
}

function questions(
  read: <Row>(file: string, schema: z.ZodType<Row>) => Row[],
  records: ReadonlyMap<string, readonly (z.infer<typeof qaSchema> | z.infer<typeof documentSchema>)[]>,
): readonly Asked[] {
  const coded = read('medical-coding/heldout.jsonl', qaSchema).map(
    ({ prompts, answer }, at): Asked => ({
      question: prompts[at % prompts.length] ?? '',
      to: MODELS.find(({ chapters }) => chapters.includes(answer[0] ?? '?'))?.name ?? '',
    }),
  )
  const holders = new Map<string, string>()
  for (const [name, rows] of records) for (const row of rows) if ('url' in row) holders.set(row.url, name)
  const licences = read('licences/questions.jsonl', licenceQuestionSchema).map(
    ({ question, url }): Asked => ({
      question,
      to: holders.get(url) ?? '',
    }),
  )
  const talk = chatQuestions.map((question): Asked => ({ question, to: 'base' }))
  const all = [...coded, ...licences, ...talk]
  const lost = all.find(({ to }) => to === '')
  if (lost) throw new Error(`no model for "${lost.question}"`)
  return all
}

/** Spread evenly, as the gateway takes them. */
function sample(rows: readonly (z.infer<typeof qaSchema> | z.infer<typeof documentSchema>)[]): Saying[] {
  const stride = Math.max(1, Math.ceil(rows.length / RECORDS))
  return rows
    .filter((_, place) => place % stride === 0)
    .map((row) => ({
      part: 'record',
      text: ('url' in row ? `${row.title}\n${row.text}` : (row.prompts[0] ?? '')).slice(0, TEXT_LENGTH),
    }))
}

function report(
  context: BenchContext,
  what: string,
  asked: readonly Asked[],
  rank: (question: string) => ReturnType<typeof rankCards>,
): void {
  const ranked = asked.map((one) => ({ ...one, first: rank(one.question)[0] }))
  const goes = (of: typeof ranked, threshold: number) => {
    const right = of.filter(({ to, first }) => {
      const went = first !== undefined && first.similarity * 1_000_000 >= threshold ? first.card.name : 'base'
      return went === to
    })
    return right.length / Math.max(1, of.length)
  }
  const reported = ranked.filter((_, at) => at % 2 === 1)
  const chosenOn = ranked.filter((_, at) => at % 2 === 0)
  const balanced = (of: typeof ranked, threshold: number) =>
    (goes(
      of.filter(({ to }) => to !== 'base'),
      threshold,
    ) +
      goes(
        of.filter(({ to }) => to === 'base'),
        threshold,
      )) /
    2
  const thresholds = Array.from({ length: 71 }, (_, at) => at * 10_000)
  const best = thresholds.reduce((kept, one) => (balanced(chosenOn, one) > balanced(chosenOn, kept) ? one : kept), 0)
  const topics = reported.filter(({ to }) => to !== 'base')
  const talk = reported.filter(({ to }) => to === 'base')
  const percent = (share: number) => Number((share * 100).toFixed(1))
  context.row({
    name: `auto: questions to the right of five models that lie close together, ${what}`,
    value: percent(goes(topics, THRESHOLD_PPM)),
    unit: '%',
    bar: null,
    ok: null,
    note: `${topics.length} held-out questions; closest regardless of threshold ${percent(goes(topics, -1_000_000))} %; small talk to the base model ${percent(goes(talk, THRESHOLD_PPM))} % of ${talk.length}; threshold ${THRESHOLD_PPM / 1e6} (best on the other half: ${best / 1e6})`,
  })
}
