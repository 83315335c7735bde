import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import type { BenchContext } from '../../lib/bench.ts'
import { runProgram } from '../../lib/runProgram.ts'

const artifactSchema = z.looseObject({ bytecode: z.looseObject({ object: z.string() }) })

/** What a run of tests came to. */
export type TestRun =
  | { readonly passed: true }
  | {
      readonly passed: false /** Path of the suite, below contracts/. */
      readonly suite: string
      readonly test: string
    }

/** Longer runs are those of a mutant that loops. */
const LIMIT_ms = 240_000

/**
 * A copy of contracts/ in which creation codes can be swapped: forge links tests to contracts by their artifacts
 * (`dynamic_test_linking`), so a changed contract needs no test to be compiled again, and forge itself compiles nothing.
 */
export async function openScratch(context: BenchContext): Promise<{
  /** Puts creation codes, by `unit:contract`, in place of the compiled ones. */
  readonly swap: (codes: ReadonlyMap<string, string>) => void
  /** Runs the suites of a glob below contracts/ until one fails. */
  readonly test: (glob: string, fuzzRuns?: number) => Promise<TestRun>
}> {
  const source = join(context.root, 'contracts')
  const folder = join(context.root, 'benchmarks', '.cache', 'mutants', 'contracts')
  for (const name of ['src', 'test', 'tools', 'snapshots']) rmSync(join(folder, name), { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const copy = (name: string) =>
    cpSync(join(source, name), join(folder, name), { recursive: true, preserveTimestamps: true, force: true })
  for (const name of ['src', 'test', 'tools', 'lib', 'snapshots', 'foundry.toml', 'forge.mjs']) copy(name)
  // What is compiled already saves minutes.
  const seeded = existsSync(join(folder, 'out'))
  for (const name of ['out', 'cache']) if (!seeded && existsSync(join(source, name))) copy(name)
  const forge = async (args: readonly string[]) => {
    const limit = AbortSignal.any([context.signal, AbortSignal.timeout(LIMIT_ms)])
    return runProgram([process.execPath, join(folder, 'forge.mjs'), ...args], {
      cwd: folder,
      signal: limit,
      env: { NO_COLOR: '1', FOUNDRY_DENY: 'never' },
    })
  }
  context.progress('compiling contracts and tests in a copy')
  const built = await runProgram([process.execPath, join(folder, 'forge.mjs'), 'build'], {
    cwd: folder,
    signal: context.signal,
  })
  if (built.code !== 0) throw new Error(`forge build: ${built.stdout}${built.stderr}`)
  const artifactOf = (name: string) => {
    const [unit = '', contract = ''] = name.split(':')
    return join(folder, 'out', basename(unit), `${contract}.json`)
  }
  const kept = new Map<string, string>()
  return {
    swap: (codes) => {
      for (const [name, code] of codes) {
        const file = artifactOf(name)
        const text = kept.get(file) ?? readFileSync(file, 'utf8')
        kept.set(file, text)
        const artifact = artifactSchema.parse(JSON.parse(text))
        writeFileSync(file, JSON.stringify({ ...artifact, bytecode: { ...artifact.bytecode, object: `0x${code}` } }))
      }
    },
    test: async (glob, fuzzRuns) => {
      try {
        const runs = fuzzRuns === undefined ? [] : ['--fuzz-runs', String(fuzzRuns)]
        const { code, stdout, stderr } = await forge(['test', '--fail-fast', ...runs, '--match-path', glob])
        if (code === 0) return { passed: true }
        const suite = /failing tests? in (\S+?):/.exec(stdout)?.[1]
        const test = /\[FAIL[^\n]*\] (\w+)/.exec(stdout)?.[1]
        if (suite === undefined) throw new Error(`forge test ended with ${code}: ${stdout.slice(-1_000)}${stderr}`)
        return { passed: false, suite, test: test ?? 'setUp' }
      } catch (error) {
        context.signal.throwIfAborted()
        if (error instanceof Error && error.name === 'AbortError')
          return { passed: false, suite: glob, test: `not done in ${LIMIT_ms / 1000} s` }
        throw error
      }
    },
  }
}
