import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

const PACKAGES = ['slither-analyzer==0.11.6']

/**
 * Slither in a Python environment of their own, made when it is missing.
 * @returns path of a program of the environment
 */
export async function contractTools(context: BenchContext): Promise<(name: string) => string> {
  const folder = join(context.root, '.toolchain', 'contract-tools')
  const bin = (name: string) => join(folder, 'bin', name)
  if (existsSync(bin('slither'))) return bin
  context.progress('installing slither')
  const options = { cwd: context.root, signal: context.signal }
  for (const command of [
    ['python3', '-m', 'venv', folder],
    [bin('python'), '-m', 'pip', 'install', '--quiet', ...PACKAGES],
  ] as const) {
    const [program, ...args] = command
    const result = await runProgram([program, ...args], options)
    if (result.code !== 0) throw new Error(`${command.join(' ')} failed: ${result.stderr.slice(-2_000)}`)
  }
  return bin
}
