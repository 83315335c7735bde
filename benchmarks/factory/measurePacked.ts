import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TrainResult } from '@openledger/worker/trainer/trainerEvents.ts'
import type { BenchContext } from '../lib/bench.ts'
import { quantile } from '../lib/quantile.ts'
import { writeExampleRecords } from './exampleRecords.ts'
import { trainExample } from './trainExample.ts'

const RECORDS = 16

const config = { rank: 16, alpha: 32, lrNano: 200_000, epochs: 3, batchSize: 8, seed: 7, indexWordings: 1 }

type Run = { readonly result: TrainResult; readonly stepSeconds: number; readonly bytes: number }

/** A training whose base is held in 4 bits beside the same one in 32. */
export async function measurePacked(context: BenchContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-bench-packed-'))
  try {
    const recordsFile = join(folder, 'records.jsonl')
    await writeExampleRecords(context.root, recordsFile, RECORDS)
    const run = async (quantisation: 'none' | '4bit', at: number) =>
      measureRun(context, {
        recordsFile,
        outDir: join(folder, `${quantisation}-${at}`),
        config: { ...config, quantisation },
      })
    const plain: Run[] = []
    const packed: Run[] = []
    for (let at = 0; at < (context.quick ? 1 : 3); at++) {
      plain.push(await run('none', at))
      packed.push(await run('4bit', at))
    }
    const same = packed.every(({ result }) => result.adapterHash === plain[0]?.result.adapterHash)
    context.row({
      name: 'base in 4 bits: adapter as in 32 bits',
      value: same ? 'the same bytes' : 'different',
      unit: '',
      bar: 'the same bytes',
      ok: same,
      note: `SmolLM2-135M in the served file’s own Q4_1 blocks, unpacked where they are multiplied with; rank 16 on all linear modules, ${plain[0]?.result.steps} steps`,
    })
    const of = (runs: readonly Run[], value: (run: Run) => number) => quantile(runs.map(value), 0.5)
    const megabytes = [plain, packed].map((runs) => of(runs, ({ bytes }) => bytes) / 1e6)
    context.row({
      name: 'memory of the training with the base in 4 bits ÷ in 32',
      value: Number(((megabytes[1] ?? NaN) / (megabytes[0] ?? NaN)).toFixed(3)),
      unit: '×',
      bar: null,
      ok: null,
      note: `${megabytes[1]?.toFixed(0)} and ${megabytes[0]?.toFixed(0)} MB, proportional set size of the job’s processes after its steps`,
    })
    const seconds = [plain, packed].map((runs) => of(runs, ({ stepSeconds }) => stepSeconds))
    context.row({
      name: 'step time with the base in 4 bits ÷ in 32',
      value: Number(((seconds[1] ?? NaN) / (seconds[0] ?? NaN)).toFixed(3)),
      unit: '×',
      bar: null,
      ok: null,
      note: `${seconds[1]?.toFixed(3)} and ${seconds[0]?.toFixed(3)} s, medians`,
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureRun(context: BenchContext, job: Parameters<typeof trainExample>[1]): Promise<Run> {
  const at: number[] = []
  let pid = 0
  let bytes = 0
  const result = await trainExample(context, job, {
    onStart: (started) => {
      pid = started
    },
    onEvent: async (event) => {
      if (event.type !== 'progress') return
      at.push(performance.now())
      if (event.step === event.steps) bytes = await memoryOf(pid)
    },
  })
  const times = at.slice(1).map((end, place) => (end - (at[place] ?? NaN)) / 1_000)
  return { result, stepSeconds: quantile(times, 0.5), bytes }
}

/** Proportional set size of a process and its children: what they share counts once. */
async function memoryOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  const own = Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1]) * 1024
  const children = await Promise.all(
    (await readdir(`/proc/${pid}/task`)).map(async (task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8')),
  )
  const pids = children.flatMap((line) => line.trim().split(' ').filter(Boolean).map(Number))
  const theirs = await Promise.all(pids.map(memoryOf))
  return own + theirs.reduce((sum, each) => sum + each, 0)
}
