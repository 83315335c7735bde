import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'

/** Calls of one action of a handler, over all invariants. */
type Selector = { readonly name: string; calls: number; reverts: number; discards: number }

/** How often the invariants are tried. */
const PROFILES = [
  { profile: 'default', row: 'the test command', least: 20_000 },
  { profile: 'nightly', row: 'the nightly test', least: 500_000 },
] as const

/** Every invariant of the money by name, how many calls it holds over, and how often each action of the handlers reverts. */
export async function measureInvariants(context: BenchContext): Promise<void> {
  const named = namedInvariants(context.root)
  for (const { profile, row, least } of PROFILES.slice(0, context.quick ? 1 : 2)) {
    context.progress(`${named.length} invariants, profile ${profile}`)
    const run = await runProgram(
      [process.execPath, join(context.root, 'contracts', 'forge.mjs'), 'test', '--match-path', 'test/invariant/**'],
      {
        cwd: join(context.root, 'contracts'),
        signal: context.signal,
        env: { FOUNDRY_PROFILE: profile, NO_COLOR: '1' },
      },
    )
    // A broken invariant is a figure; a run without any is none.
    if (!run.stdout.includes('Suite result')) throw new Error(`forge test: ${run.stdout}${run.stderr}`.slice(0, 2_000))
    const passed = [...run.stdout.matchAll(/\[PASS\] (invariant_\w+)\(\) \(runs: \d+, calls: (\d+), reverts: \d+\)/g)]
    const calls = passed.reduce((sum, match) => sum + Number(match[2]), 0)
    const broken = named.filter(({ name }) => !passed.some((match) => match[1] === name))
    context.row({
      name: `calls under invariants in ${row}`,
      value: calls,
      unit: `calls, ${passed.length} of ${named.length} invariants hold`,
      bar: `≥ ${least.toLocaleString('en')}`,
      ok: run.code === 0 && broken.length === 0 && calls >= least,
      note: `${Math.round(run.seconds)} s; ${named.map(({ name, says }) => `${name}: ${says}`).join('; ')}${broken.length > 0 ? `; BROKEN: ${broken.map(({ name }) => name).join(', ')}` : ''}`,
    })
    reportReverts(context, row, selectorsOf(run.stdout))
  }
}

function reportReverts(context: BenchContext, row: string, selectors: readonly Selector[]): void {
  const shares = selectors.map((selector) => ({ ...selector, share: (100 * selector.reverts) / selector.calls }))
  const worst = Math.max(...shares.map(({ share }) => share))
  context.row({
    name: `reverted share of any handler action in ${row}, greatest`,
    value: Math.round(worst * 10) / 10,
    unit: `% of its calls, ${selectors.length} actions`,
    bar: '< 40',
    ok: selectors.length > 0 && worst < 40,
    note: shares
      .map(
        ({ name, calls, share, discards }) =>
          `${name} ${calls} calls, ${share.toFixed(1)} % reverted, ${discards} discarded`,
      )
      .join('; '),
  })
}

/** The invariants of test/invariant with what their comments say. */
function namedInvariants(root: string): { readonly name: string; readonly says: string }[] {
  const folder = join(root, 'contracts', 'test', 'invariant')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.t.sol'))
    .toSorted()
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return [...text.matchAll(/((?:^ *\/\/\/.*\n)*)^ *function (invariant_\w+)/gm)].map(
        ([, comment = '', name = '']) => ({
          name,
          says: comment
            .replaceAll(/^ *\/\/\/ ?/gm, '')
            .trim()
            .replaceAll('\n', ' '),
        }),
      )
    })
}

/** forge's table of metrics: one line a selector of each invariant's run. */
function selectorsOf(output: string): Selector[] {
  const found = new Map<string, Selector>()
  for (const [, contract = '', action = '', ...counts] of output.matchAll(
    /^\|\s*([\w.:/]+)\s*\|\s*(\w+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/gm,
  )) {
    const [calls = 0, reverts = 0, discards = 0] = counts.map(Number)
    const name = `${contract.split(/[:/]/).at(-1)}.${action}`
    const selector = found.get(name) ?? { name, calls: 0, reverts: 0, discards: 0 }
    found.set(name, selector)
    selector.calls += calls
    selector.reverts += reverts
    selector.discards += discards
  }
  return [...found.values()]
}
