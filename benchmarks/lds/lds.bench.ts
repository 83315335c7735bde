import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'
import { METHODS, reportSchema } from './report.ts'
import { reportRows } from './reportRows.ts'

const SETUPS = ['diffuse-last8', 'diffuse'] as const
const MASKS = 88
const REPEATED = 16

/** Linear datamodelling score of our attribution and of other packages', over one and the same retrainings. */
export const bench: Bench = {
  name: 'lds',
  summary: 'linear datamodelling score against retrained models: ours, kronfluence, TRAK, dattri, bergson and others',
  parts: SETUPS,
  run: async (context) => {
    const tools = await pythonTools(context, 'lds', 'the peers (kronfluence, traker, dattri, bergson)')
    for (const setup of SETUPS)
      if (context.only.length === 0 || context.only.includes(setup)) await measure(context, setup, tools('python'))
  },
}

/**
 * One set-up: made where it is missing, retrained where that is not kept, scored by every method, reported.
 * Retrainings are kept as data in benchmarks/lds/retrained: a method is compared with them in minutes.
 */
async function measure(context: BenchContext, setup: string, peersPython: string): Promise<void> {
  const cache = join(context.root, 'benchmarks', '.cache', 'lds')
  const folder = join(cache, setup)
  const retrained = join(context.root, 'benchmarks', 'lds', 'retrained', `${setup}.jsonl`)
  const scores = join(folder, 'scores')
  await mkdir(scores, { recursive: true })
  const base = join(context.root, '.models', 'smollm2-135m-instruct-q4_1.gguf')
  const trainer = join(context.root, '.venv', 'bin', 'python')
  const python = async (program: string, args: readonly string[]) => {
    const result = await runProgram([program, '-W', 'ignore', '-m', ...args], {
      cwd: join(context.root, 'benchmarks', 'lds'),
      env: {
        PYTHONPATH: [join(context.root, 'benchmarks', 'lds'), join(context.root, 'trainer')].join(':'),
        OMP_NUM_THREADS: '1',
        HF_HUB_OFFLINE: '1',
      },
      onProgress: (line) => context.progress(line),
      signal: context.signal,
    })
    if (result.code !== 0) throw new Error(`${args[0]} exited with ${result.code}: ${result.stderr.slice(-2_000)}`)
    return result.stdout
  }

  if (!existsSync(join(folder, 'setup.json'))) {
    context.progress(`${setup}: training on all records`)
    const kept = join(context.root, 'benchmarks', 'lds', 'retrained', `${setup}.json`)
    await python(trainer, ['lds.make_setup', setup, '--base', base, '--out', folder, '--kept', kept])
  }
  if (!context.quick) {
    context.progress(`${setup}: retraining on masks that are not kept yet (up to an hour for each 40 of them)`)
    const both = (masks: string, seed: number) =>
      Promise.all(
        [1, 2].map(() =>
          python(trainer, [
            'lds.retrain',
            '--setup',
            folder,
            '--base',
            base,
            '--out',
            retrained,
            '--masks',
            masks,
            '--seed',
            String(seed),
          ]),
        ),
      )
    await both(`0:${MASKS}`, 1)
    await both(`0:${REPEATED}`, 2)
  }
  for (const { name, module, ours } of METHODS) {
    const out = join(scores, `${name}.npy`)
    if (existsSync(out) && !ours) continue
    context.progress(`${setup}: ${name}`)
    await python(ours ? trainer : peersPython, [module, '--setup', folder, '--base', base, '--out', out])
  }
  const report = reportSchema.parse(
    JSON.parse(await python(trainer, ['lds.report', '--setup', folder, '--retrained', retrained, '--scores', scores])),
  )
  for (const row of reportRows(setup, report, { masks: MASKS })) context.row(row)
}
