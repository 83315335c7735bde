import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchContext } from '../lib/bench.ts'
import { pythonTools } from '../lib/pythonTools.ts'
import { runProgram } from '../lib/runProgram.ts'
import { METHODS, QUICK, type Report, reportSchema } from './report.ts'

/** A set-up on the disk, and the Python that works on it. Scores and set-ups are in benchmarks/.cache, retrainings are kept. */
export type LdsTools = {
  readonly folder: string
  readonly scores: string
  readonly retrained: string
  /** Runs a module with the set-up and the base model as its first arguments; two at a time where it is asked to. */
  readonly run: (module: string, args: readonly string[], times?: number) => Promise<string>
  /** Runs the peers on a small set-up of which the right answers are known. @throws where one is wrong */
  readonly checkPeers: () => Promise<void>
  /** Scores by every method, by --quick by some; a peer's are made once. */
  readonly score: () => Promise<void>
  readonly report: () => Promise<Report>
}

/** The tools for one set-up, which is made where it is missing: one training on all records. */
export async function ldsTools(context: BenchContext, setup: string): Promise<LdsTools> {
  const packages = 'the peers (kronfluence, traker, dattri, bergson)'
  const peers = (await pythonTools(context, 'lds', packages, true))('python')
  const trainer = join(context.root, '.venv', 'bin', 'python')
  const here = join(context.root, 'benchmarks', 'lds')
  const folder = join(context.root, 'benchmarks', '.cache', 'lds', setup)
  const scores = join(folder, 'scores')
  const kept = (name: string) => join(here, 'retrained', name)
  const gguf = join(context.root, '.models', 'smollm2-135m-instruct-q4_1.gguf')
  const base = ['--base', gguf]
  const given = ['--setup', folder, ...base]

  const python = async (program: string, args: readonly string[]) => {
    const result = await runProgram([program, '-W', 'ignore', '-m', ...args], {
      cwd: here,
      env: {
        PYTHONPATH: [here, join(context.root, 'trainer')].join(':'),
        OMP_NUM_THREADS: '1',
        HF_HUB_OFFLINE: '1',
      },
      onProgress: (line) => context.progress(line),
      signal: context.signal,
    })
    if (result.code !== 0) throw new Error(`${args[0]} exited with ${result.code}: ${result.stderr.slice(-2_000)}`)
    return result.stdout
  }

  await mkdir(scores, { recursive: true })
  if (!existsSync(join(folder, 'setup.json'))) {
    context.progress(`${setup}: training on all records`)
    await python(trainer, ['lds.make_setup', setup, ...base, '--out', folder, '--kept', kept(`${setup}.json`)])
  }
  return {
    folder,
    scores,
    retrained: kept(`${setup}.jsonl`),
    run: async (module, args, times = 1) => {
      const every = Array.from({ length: times }, () => python(trainer, [module, ...given, ...args]))
      return (await Promise.all(every)).join('')
    },
    checkPeers: async () => {
      context.progress('the peers, on a small set-up')
      await python(peers, ['peers.check_peers', '--tokenizer', `${gguf}.f32`])
    },
    score: async () => {
      for (const { name, module, ours, args } of METHODS) {
        const out = join(scores, `${name}.npy`)
        if ((existsSync(out) && !ours) || (context.quick && !QUICK.has(name))) continue
        context.progress(`${setup}: ${name}`)
        await python(ours ? trainer : peers, [module, ...given, '--out', out, ...args])
      }
    },
    report: async () => {
      const args = ['--setup', folder, '--retrained', kept(`${setup}.jsonl`), '--scores', scores]
      return reportSchema.parse(JSON.parse(await python(trainer, ['lds.report', ...args])))
    },
  }
}

/** The lines of a kept JSONL file; none where it is missing. */
export async function keptLines(file: string): Promise<unknown[]> {
  if (!existsSync(file)) return []
  const text = await readFile(file, 'utf8')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
