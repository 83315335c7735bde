import { join } from 'node:path'

/** How many tests a suite ran. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number }

/** One tool of the test command: its command line and how its output is counted. */
export type Suite = {
  readonly name: string
  /** What a failure means, for the reader of the summary. */
  readonly about: string
  readonly command: readonly string[]
  readonly cwd?: string
  /** Suites of one lane run one after the other, the two lanes side by side. */
  readonly lane: 'tools' | 'vitest'
  readonly env?: Readonly<Record<string, string>>
  /** Reads the counts from everything that the tool printed; undefined: the tool is one check, counted by its exit code. */
  readonly count?: (output: string) => Counts | undefined
}

const number = (text: string | undefined) => Number(text ?? 0)

/** forge's closing line: `Ran 9 test suites in …: 120 tests passed, 0 failed, 0 skipped (120 total tests)`. */
export function countForge(output: string): Counts | undefined {
  const match = /(\d+) tests? passed, (\d+) failed, (\d+) skipped/.exec(output)
  return match ? { passed: number(match[1]), failed: number(match[2]), skipped: number(match[3]) } : undefined
}

/** pytest's closing line: `3 failed, 20 passed, 1 skipped in 12.3s`. */
export function countPytest(output: string): Counts | undefined {
  const line = output
    .trimEnd()
    .split('\n')
    .findLast((text) => / in [\d.]+s/.test(text))
  if (line === undefined) return undefined
  const of = (word: string) => number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1])
  return { passed: of('passed'), failed: of('failed') + of('errors?'), skipped: of('skipped') }
}

/** vitest's closing line: `Tests  1 failed | 20 passed | 2 skipped (23)`. */
export function countVitest(output: string): Counts | undefined {
  const line = output.split('\n').findLast((text) => /^\s*Tests\s+\d/.test(text))
  if (line === undefined) return undefined
  const of = (word: string) => number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1])
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') + of('todo') }
}

/**
 * Every suite, in the order in which they run: the quick ones that fail most often first.
 * @param root folder of the checkout
 * @param options.nightly longer fuzzing; tests that read OPENLEDGER_NIGHTLY, and forge's profile, say what more they do
 */
export function suites(root: string, options: { readonly nightly: boolean }): readonly Suite[] {
  const bin = (name: string) => join(root, 'node_modules', '.bin', name)
  // The native compiler: `.bin/tsc` is that of TypeScript 6, which layers and unused need and which takes twice as long.
  // One thread: several derive the same types again and again, and vitest has the other processor.
  const tsc = [
    process.execPath,
    join(root, 'node_modules', 'typescript-native', 'bin', 'tsc'),
    '--noEmit',
    '--singleThreaded',
  ]
  const venv = (name: string) => join(root, '.venv', 'bin', name)
  const contracts = join(root, 'contracts')
  const trainer = join(root, 'trainer')
  const python = ['.', '../packages/engine/python', '../packages/engine/test', '../examples']
  const long = options.nightly ? { OPENLEDGER_NIGHTLY: '1', FOUNDRY_PROFILE: 'nightly' } : {}
  return [
    { name: 'types', lane: 'tools', about: 'TypeScript types', command: [...tsc, '-p', root] },
    {
      name: 'web types',
      lane: 'tools',
      about: 'TypeScript types of the pages, which have a browser’s library',
      command: [...tsc, '-p', join(root, 'apps', 'web')],
    },
    {
      name: 'lint',
      lane: 'tools',
      about: 'format and lint (biome)',
      command: [bin('biome'), 'check', '--error-on-warnings', root],
    },
    {
      name: 'layers',
      lane: 'tools',
      about: 'layers point one way, no cycles (dependency-cruiser)',
      command: [bin('depcruise'), '--config', join(root, '.dependency-cruiser.mjs'), 'packages', 'apps'],
    },
    {
      name: 'unused',
      lane: 'tools',
      about: 'unused files, exports and dependencies (knip)',
      command: [bin('knip'), '--no-config-hints'],
    },
    {
      name: 'solidity format',
      lane: 'tools',
      about: 'forge fmt',
      command: [process.execPath, join(contracts, 'forge.mjs'), 'fmt', '--check'],
    },
    {
      name: 'abi',
      lane: 'tools',
      about: 'the committed ABIs are those of the contracts',
      command: [process.execPath, join(contracts, 'build.mjs'), '--check'],
    },
    {
      name: 'python lint',
      lane: 'tools',
      about: 'ruff',
      command: [venv('ruff'), 'check', ...python],
      cwd: trainer,
    },
    {
      name: 'python format',
      lane: 'tools',
      about: 'ruff format',
      command: [venv('ruff'), 'format', '--check', ...python],
      cwd: trainer,
    },
    { name: 'python types', lane: 'tools', about: 'mypy', command: [venv('mypy')], cwd: trainer },
    {
      name: 'contracts',
      lane: 'tools',
      about: 'forge tests, gas snapshot',
      command: [process.execPath, join(contracts, 'forge.mjs'), 'test', '--gas-snapshot-check', 'true'],
      env: long,
      count: countForge,
    },
    {
      name: 'trainer',
      lane: 'tools',
      about: 'pytest',
      command: [venv('python'), '-m', 'pytest'],
      cwd: trainer,
      env: long,
      count: countPytest,
    },
    {
      name: 'typescript',
      lane: 'vitest',
      about: 'vitest',
      // Only what fails is told: the rest would hide it.
      command: [bin('vitest'), 'run', '--reporter=dot'],
      env: { ...long, NO_COLOR: '1', FORCE_COLOR: '0' },
      count: countVitest,
    },
  ]
}
