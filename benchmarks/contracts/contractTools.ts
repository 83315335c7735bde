import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

/**
 * Slither and halmos in a Python environment of their own, made when it is missing or of another lock.
 * @returns path of a program of the environment
 */
export async function contractTools(context: BenchContext): Promise<(name: string) => string> {
  const folder = join(context.root, '.toolchain', 'contract-tools')
  const lock = join(context.root, 'benchmarks', 'contracts', 'requirements.lock')
  const stamp = join(folder, 'requirements.lock')
  const bin = (name: string) => join(folder, 'bin', name)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8')) return bin
  context.progress('installing slither and halmos')
  const options = { cwd: context.root, signal: context.signal }
  for (const command of [
    ['python3', '-m', 'venv', '--clear', folder],
    [bin('python'), '-m', 'pip', 'install', '--quiet', '--no-deps', '-r', lock],
  ] as const) {
    const [program, ...args] = command
    const result = await runProgram([program, ...args], options)
    if (result.code !== 0) throw new Error(`${command.join(' ')} failed: ${result.stderr.slice(-2_000)}`)
  }
  copyFileSync(lock, stamp)
  return bin
}
