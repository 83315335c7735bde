import { join } from 'node:path'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

/** Runs a script in the trainer's environment. @returns what it printed */
export async function python(context: BenchContext, args: readonly (string | number)[]): Promise<string> {
  const program = join(context.root, '.venv', 'bin', 'python')
  const result = await runProgram([program, ...args.map(String)], {
    cwd: context.root,
    onProgress: context.progress,
    signal: context.signal,
  })
  if (result.code !== 0) throw new Error(`${args[0]} exited with ${result.code}: ${result.stderr.slice(-2_000)}`)
  return result.stdout
}
