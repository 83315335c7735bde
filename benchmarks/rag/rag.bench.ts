import { join } from 'node:path'
import { silentLogger } from '@openledger/engine/logger.ts'
import { startEngineProcess } from '@openledger/engine/process/startEngineProcess.ts'
import { attributionRules } from '@openledger/worker/attribution/attributionRules.ts'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { openKeptScores } from './keptScores.ts'
import { type MeasuredQuestion, measureQuestion } from './measureQuestion.ts'
import { type Half, ragQuestions } from './ragQuestions.ts'

const parts = ['report', 'calibration', 'exact'] as const
const BASE = 'smollm2-135m-instruct-q4_1.gguf'
const EMBEDDER = 'minilm-l6-v2.gguf'
/** Every so many of a half's 60 questions are asked. */
const STEP = 6
const QUICK_STEP = 12
/** Share of chunks without a part in the answer that the threshold keeps at 0. */
const QUANTILE = 0.95

/**
 * Citations of answers from eight chunks. About two minutes of one core for a question of `report`, a quarter of that for
 * one of `calibration`, eight for `exact`. What the engine said is kept; stopped by SIGINT, it reports what it has.
 */
export const bench: Bench = {
  name: 'rag',
  summary: 'citations: predicted against actual log-probability on unseen contexts, passes, what unused chunks get',
  parts,
  run: async (context) => {
    const models = join(context.root, '.models')
    const engine = await startEngineProcess({
      base: { id: 'base', path: join(models, BASE) },
      embedder: { id: 'embedder', path: join(models, EMBEDDER) },
      threads: 1,
      sequences: 1,
      contextSize: 2048,
      gpu: 'off',
      logger: silentLogger,
    })
    try {
      const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
      if (wanted('report')) report(context, await measureHalf(context, engine, { half: 'reciprocal', unseen: true }))
      if (wanted('calibration'))
        reportCalibration(context, await measureHalf(context, engine, { half: 'permissive', unseen: false }))
      if (wanted('exact') && !context.quick)
        reportExact(context, await measureHalf(context, engine, { half: 'reciprocal', unseen: false, exact: 1 }))
    } finally {
      await engine.close()
    }
  },
}

async function measureHalf(
  context: BenchContext,
  engine: Awaited<ReturnType<typeof startEngineProcess>>,
  { half, unseen, exact = 0 }: { readonly half: Half; readonly unseen: boolean; readonly exact?: number },
): Promise<MeasuredQuestion[]> {
  const [base] = engine.capabilities().bases
  const kept = await openKeptScores(context.root, `${base?.sha256} llama.cpp, one thread`)
  const questions = await ragQuestions(context.root, half, engine)
  const every = context.quick ? QUICK_STEP : STEP
  const wanted = exact > 0 ? exact : Number.POSITIVE_INFINITY
  const chosen = questions.filter((_, at) => at % every === 0).slice(0, wanted)
  const { signal } = context
  const measured: MeasuredQuestion[] = []
  for (const [at, question] of chosen.entries()) {
    const found = await measureQuestion(engine, kept, question, { unseen, exact: exact > 0, signal }).catch(
      (error: unknown) => {
        // Stopped: what is measured is reported, if it is anything.
        if (signal.aborted && measured.length > 0) return 'stopped' as const
        throw error
      },
    )
    if (found === 'stopped') break
    if (found === undefined) continue
    measured.push(found)
    const figures = `fit ${found.fitSpearman.toFixed(3)}, leave-one-out ${found.leaveOneOutSpearman.toFixed(3)}`
    const what = unseen ? figures : 'measured'
    context.progress(`${half} ${at + 1} of ${chosen.length}: ${what} (${kept.asked()} asked of the engine)`)
  }
  return measured
}

/** What chunks that have nothing to do with the question are credited with: the noise that a threshold must exceed. */
function reportCalibration(context: BenchContext, measured: readonly MeasuredQuestion[]): void {
  const noise = measured.map(({ effects, question }) => effects[question.planted] ?? 0).sort((a, b) => a - b)
  const value = noise[Math.ceil(QUANTILE * noise.length) - 1] ?? 0
  context.row({
    name: 'effect of a planted foreign chunk, calibration half',
    value: rounded(value),
    unit: 'nats',
    bar: null,
    ok: null,
    note: `${100 * QUANTILE}% quantile over ${noise.length} questions of the permissive half; greatest ${rounded(noise.at(-1) ?? 0)}, mean ${rounded(mean(noise))}; the threshold in use is ${Number(attributionRules.citationThreshold) / 1e6}`,
  })
}

function report(context: BenchContext, measured: readonly MeasuredQuestion[]): void {
  const threshold = Number(attributionRules.citationThreshold) / 1e6
  const fits = measured.map(({ fitSpearman }) => fitSpearman).sort((a, b) => a - b)
  const others = measured.map(({ leaveOneOutSpearman }) => leaveOneOutSpearman).sort((a, b) => a - b)
  const texts = measured.flatMap(({ question }) => question.chunks.map(({ text }) => text.length))
  const note = `${measured.length} questions of the reciprocal half of examples/licences, 32 unseen contexts each; chunks of ${Math.min(...texts)} to ${Math.max(...texts)} characters, mean ${Math.round(mean(texts))}; SmolLM2-135M, greedy, 40 tokens at most`
  const value = rounded(mean(fits))
  context.row({
    name: 'Spearman of predicted and actual log-probability, fit',
    value,
    unit: '',
    bar: '≥ .9',
    ok: value >= 0.9,
    note: `mean; median ${rounded(median(fits))}, least ${rounded(fits[0] ?? 0)}; ${note}`,
  })
  context.row({
    name: 'Spearman of predicted and actual log-probability, leave-one-out',
    value: rounded(mean(others)),
    unit: '',
    bar: null,
    ok: null,
    note: `mean; median ${rounded(median(others))}; 9 passes; the same questions and contexts`,
  })
  const passes = Math.max(...measured.map((each) => each.passes))
  context.row({
    name: 'engine passes for 8 chunks',
    value: passes,
    unit: 'passes',
    bar: '≤ 16',
    ok: passes <= 16,
    note: 'the whole and the empty context among them, which the share of adapter and context needs anyway',
  })
  const planted = measured.filter(({ effects, question }) => (effects[question.planted] ?? 0) > threshold)
  context.row({
    name: 'unused chunks listed',
    value: planted.length,
    unit: 'chunks',
    bar: '0',
    ok: planted.length === 0,
    note: `of ${measured.length} planted ones that have nothing to do with the question; threshold ${threshold} nats`,
  })
  const found = measured.filter(({ question }) => question.source >= 0)
  const cited = found.filter(({ effects, question }) => (effects[question.source] ?? 0) > threshold)
  const top = found.filter(({ effects, question }) => effects[question.source] === Math.max(...effects))
  context.row({
    name: 'record that answers the question is cited',
    value: rounded((100 * cited.length) / Math.max(1, found.length)),
    unit: '%',
    bar: null,
    ok: null,
    note: `${cited.length} of ${found.length} questions whose record is in the context; it has the greatest effect in ${top.length}. The model answers some from another record`,
  })
}

/** Exact Shapley values, and how far the others' are from them. */
function reportExact(context: BenchContext, measured: readonly MeasuredQuestion[]): void {
  for (const { shapley, effects, leftOut, question } of measured) {
    if (shapley === undefined) continue
    const distance = (other: readonly number[]) =>
      rounded(Math.max(...shapley.map((exact, at) => Math.abs(exact - (other[at] ?? 0)))))
    context.row({
      name: 'exact Shapley values of one answer',
      value: shapley.map((nats) => nats.toFixed(2)).join(', '),
      unit: 'nats',
      bar: null,
      ok: null,
      note: `256 contexts of “${question.question}”; greatest distance: fit ${distance(effects)}, leave-one-out ${distance(leftOut)}`,
    })
  }
}

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length)
const median = (ordered: readonly number[]) =>
  ((ordered[Math.floor((ordered.length - 1) / 2)] ?? 0) + (ordered[Math.ceil((ordered.length - 1) / 2)] ?? 0)) / 2
const rounded = (value: number) => Number(value.toFixed(4))
