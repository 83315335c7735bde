import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchContext } from './bench.ts'
import { runProgram } from './runProgram.ts'

/**
 * A Python environment for one bench alone, from `benchmarks/NAME/requirements.lock`, made when it is missing or of another
 * lock.
 *
 * @param what what it holds, for a person who waits
 * @param seesTrainer whether it sees the packages of the trainer's environment too, after its own
 * @returns path of a program of the environment
 */
export async function pythonTools(
  context: BenchContext,
  name: string,
  what: string,
  seesTrainer = false,
): Promise<(program: string) => string> {
  const folder = join(context.root, '.toolchain', `${name}-tools`)
  const lock = join(context.root, 'benchmarks', name, 'requirements.lock')
  const stamp = join(folder, 'requirements.lock')
  const bin = (program: string) => join(folder, 'bin', program)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(lock, 'utf8')) return bin
  context.progress(`installing ${what}`)
  const options = { cwd: context.root, signal: context.signal }
  for (const command of [
    ['python3', '-m', 'venv', '--clear', folder],
    [bin('python'), '-m', 'pip', 'install', '--quiet', '--no-deps', '-r', lock],
  ] as const) {
    const [program, ...args] = command
    const result = await runProgram([program, ...args], options)
    if (result.code !== 0) throw new Error(`${command.join(' ')} failed: ${result.stderr.slice(-2_000)}`)
  }
  if (seesTrainer) {
    writeFileSync(join(sitePackages(folder), 'trainer.pth'), `${sitePackages(join(context.root, '.venv'))}\n`)
  }
  copyFileSync(lock, stamp)
  return bin
}

/** Where a Python environment keeps its packages. */
function sitePackages(environment: string): string {
  const lib = join(environment, 'lib')
  const python = readdirSync(lib).find((entry) => entry.startsWith('python'))
  if (python === undefined) throw new Error(`${environment} is no Python environment`)
  return join(lib, python, 'site-packages')
}
