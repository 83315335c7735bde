import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { baseFile } from '../adapters/makeAdapters.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { runProgram } from '../lib/runProgram.ts'
import { writeExampleRecords } from './exampleRecords.ts'
import { THREADS, trainExample } from './trainExample.ts'

const RECORDS = 40

/** The presets' settings, without dropout: whose masks differ from one generator to the next. */
const config = {
  rank: 16,
  alpha: 32,
  lrNano: 200_000,
  epochs: 3,
  batchSize: 8,
  warmupSteps: 2,
  seed: 7,
  targetModules: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'],
  indexWordings: 1,
} satisfies NonNullable<Parameters<typeof trainExample>[1]['config']>

const logLineSchema = z.looseObject({ records: z.array(z.string()), lossMicro: z.int() })
const plainLineSchema = z.strictObject({ step: z.int(), loss: z.number(), seconds: z.number() })

/** One run of either side: the loss of each step, and the median time of a step. */
type Run = { readonly losses: readonly number[]; readonly stepSeconds: number }

/** The same settings through the Factory's trainer and through a plain PEFT loop, in alternation. */
export async function measureParity(context: BenchContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-parity-'))
  try {
    const recordsFile = join(folder, 'records.jsonl')
    await writeExampleRecords(context.root, recordsFile, RECORDS)
    const pairs = context.quick ? 2 : 5
    const ratios: number[] = []
    const seconds = { ours: [] as number[], plain: [] as number[] }
    let apart = 0
    let steps = 0
    for (let pair = 0; pair < pairs; pair++) {
      context.signal.throwIfAborted()
      const outDir = join(folder, `adapter-${pair}`)
      const ours = await runOurs(context, recordsFile, outDir)
      const plain = await runPlain(context, recordsFile, outDir, folder)
      steps = ours.losses.length
      if (plain.losses.length !== steps) throw new Error('the two loops took different numbers of steps')
      for (const [at, loss] of ours.losses.entries())
        apart = Math.max(apart, Math.abs(loss - (plain.losses[at] ?? NaN)))
      ratios.push(ours.stepSeconds / plain.stepSeconds)
      seconds.ours.push(ours.stepSeconds)
      seconds.plain.push(plain.stepSeconds)
      context.progress(`pair ${pair + 1} of ${pairs}: step time ${ratios.at(-1)?.toFixed(3)} ×, losses ${apart} apart`)
    }
    const setting = `${RECORDS} records, ${steps} steps of 8, rank 16 on all linear modules of SmolLM2-135M, no dropout, ${THREADS} threads`
    context.row({
      name: 'loss curve against plain PEFT, greatest difference',
      value: Number(apart.toExponential(2)),
      unit: 'nats',
      bar: '≤ 0.001',
      ok: apart <= 0.001,
      note: `${setting}; every step of ${pairs} pairs; the plain loop takes the batches that the log shows`,
    })
    const ratio = quantile(ratios, 0.5)
    context.row({
      name: 'step time against plain PEFT',
      value: Number(ratio.toFixed(3)),
      unit: '×',
      bar: '≤ 1.05',
      ok: ratio <= 1.05,
      note: `${setting}; median of ${pairs} alternating pairs, ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}; median step ${quantile(seconds.ours, 0.5).toFixed(3)} s, plain ${quantile(seconds.plain, 0.5).toFixed(3)} s`,
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The step's time is from one step's event to the next: what the worker, and whoever waits, sees. */
async function runOurs(context: BenchContext, recordsFile: string, outDir: string): Promise<Run> {
  const at: number[] = []
  await trainExample(
    context,
    { recordsFile, outDir, config },
    { onEvent: (event) => event.type === 'progress' && at.push(performance.now()) },
  )
  const log = (await readFile(join(outDir, 'training-log.jsonl'), 'utf8')).trimEnd().split('\n')
  const losses = log.map((line) => logLineSchema.parse(JSON.parse(line)).lossMicro / 1_000_000)
  const times = at.slice(1).map((end, place) => (end - (at[place] ?? NaN)) / 1_000)
  return { losses, stepSeconds: quantile(times, 0.5) }
}

async function runPlain(context: BenchContext, records: string, outDir: string, folder: string): Promise<Run> {
  const log = (await readFile(join(outDir, 'training-log.jsonl'), 'utf8')).trimEnd().split('\n')
  const settings = {
    model: `${baseFile(context.root)}.f32`,
    records,
    order: log.map((line) => logLineSchema.parse(JSON.parse(line)).records),
    rank: config.rank,
    alpha: config.alpha,
    targetModules: config.targetModules,
    learningRate: config.lrNano / 1e9,
    warmupSteps: config.warmupSteps,
    epochs: config.epochs,
    seed: config.seed,
    threads: THREADS,
  }
  const file = join(folder, 'plain.json')
  await writeFile(file, JSON.stringify(settings))
  const script = join(context.root, 'benchmarks', 'factory', 'plain_peft.py')
  const python = join(context.root, '.venv', 'bin', 'python')
  const ran = await runProgram([python, script, file], { cwd: context.root, signal: context.signal })
  if (ran.code !== 0) throw new Error(`plain_peft.py exited with ${ran.code}: ${ran.stderr.slice(-2_000)}`)
  const lines = ran.stdout
    .trimEnd()
    .split('\n')
    .map((line) => plainLineSchema.parse(JSON.parse(line)))
  // The first step of either side is left out: it warms up.
  return {
    losses: lines.map(({ loss }) => loss),
    stepSeconds: quantile(
      lines.slice(1).map(({ seconds }) => seconds),
      0.5,
    ),
  }
}
