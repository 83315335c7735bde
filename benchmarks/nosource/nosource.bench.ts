import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Bench } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { type AttributedQuestion, attributeQuestions } from '../sources/attributeQuestions.ts'
import { type AskedQuestion, factQuestions } from '../sources/factQuestions.ts'
import { withFinishedHome } from '../sources/openHome.ts'
import { chatQuestions } from './chatQuestions.ts'
import { upperBound } from './upperBound.ts'

/** Whether answers that no record taught pay no record, with the threshold with which those that one did pay it. */
export const bench: Bench = {
  name: 'nosource',
  summary: 'questions without a source: what of the data part is paid to records all the same',
  parts: [],
  run: async (context) =>
    withFinishedHome(context, async (home) => {
      const { trained, siblings } = await factQuestions(context.root, home.deps)
      const without = [...siblings, ...(await licenceQuestions(context.root)), ...chat]
      const every = (questions: readonly AskedQuestion[], step: number) =>
        questions.filter((_, place) => place % (context.quick ? step * 8 : step) === 0)
      const found = await attributeQuestions(context, home, [...every(without, 1), ...every(trained, 2)])
      const strangers = found.filter(({ source }) => source === null)
      const kinds = [...Map.groupBy(strangers, ({ kind }) => kind)]
      for (const [kind, some] of kinds)
        context.row({
          name: `weight paid to records without a source, ${kind}`,
          value: percent(paidShare(some)),
          unit: '%',
          bar: null,
          ok: null,
          note: `${some.filter(({ paid }) => paid.length > 0).length} of ${some.length} calls paid records`,
        })
      const share = paidShare(strangers)
      const bound = upperBound(strangers.filter(({ paid }) => paid.length > 0).length, strangers.length, 0.95)
      context.row({
        name: 'weight paid to records without a source',
        value: percent(share),
        unit: '%',
        bar: '≤ 2 with its 95% bound',
        ok: strangers.length >= 300 && bound <= 0.02,
        note: `${strangers.length} questions (${kinds.map(([kind, some]) => `${kind} ${some.length}`).join(', ')}); 95% upper bound ${percent(bound)} (Clopper and Pearson, one-sided; a call pays records all of its data part or nothing)`,
      })
      const sourced = found.filter(({ source }) => source !== null)
      const paid = sourced.filter(({ source, paid }) => paid.some(({ commitment }) => commitment === source))
      const value = percent(paid.length / sourced.length)
      context.row({
        name: 'sourced questions that pay the source, same threshold',
        value,
        unit: '%',
        bar: '≥ 95',
        ok: value >= 95,
        note: `${paid.length} of ${sourced.length} questions about trained facts in wordings held out from training`,
      })
      const margins = sourced.map(({ greatest, threshold }) => greatest / threshold).sort((a, b) => a - b)
      const noise = strangers.map(({ greatest, threshold }) => greatest / threshold).sort((a, b) => a - b)
      const parting = quantile(margins, 0.05)
      const above = noise.filter((margin) => margin > parting).length / noise.length
      context.row({
        name: 'calls without a source that a threshold would pay which still pays 95% of the sourced',
        value: percent(above),
        unit: '%',
        bar: null,
        ok: null,
        note: `${parting.toFixed(2)} times the threshold in use, chosen on these very questions: what the scores could part at best; medians of the greatest score ÷ threshold ${quantile(noise, 0.5).toFixed(2)} without a source and ${quantile(margins, 0.5).toFixed(2)} with one`,
      })
    }),
}

const chat: readonly AskedQuestion[] = chatQuestions.map((text) => ({ text, source: null, kind: 'chat' }))

/** Questions about software licences: another Datanet, which the model was not trained on. */
async function licenceQuestions(root: string): Promise<AskedQuestion[]> {
  const text = await readFile(join(root, 'examples', 'licences', 'questions.jsonl'), 'utf8')
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines
    .map((line) => z.object({ question: z.string() }).parse(JSON.parse(line)).question)
    .map((question) => ({ text: question, source: null, kind: 'other domain' }))
}

/** Mean part of the data share that went to records. */
const paidShare = (found: readonly AttributedQuestion[]) =>
  found.reduce((sum, { paid }) => sum + paid.reduce((total, { share }) => total + share, 0), 0) / found.length
const percent = (share: number) => Number((100 * share).toFixed(2))
