import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Bench, BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { type Measured, measuredSchema } from './measured.ts'

const parts = ['threads', 'one', 'reference'] as const
/** Limit of the JavaScript heap while packed trees are built; their bytes lie outside it. */
const HEAP_MIB = 768
const rounded = (value: number, digits = 2) => Number(value.toFixed(digits))

/** Trees over the payouts of a large epoch: time, memory, proofs, and that they are the reference trees. */
export const bench: Bench = {
  name: 'sumtree',
  summary: 'the payout, claims and credit trees of a 1,000,000-account epoch: time, memory, proofs, agreement',
  parts: [...parts],
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    const accounts = context.quick ? 100_000 : 1_000_000
    const size = `${accounts.toLocaleString('en')} accounts`
    const threads = await measure(context, 'threads', accounts)
    if (wanted('threads')) reportThreads(context, threads, size)
    if (wanted('one')) {
      for (const how of ['wasm', 'javascript'] as const)
        context.row({
          name: `one thread, ${how === 'wasm' ? 'WebAssembly' : 'JavaScript'} Keccak, packed trees`,
          value: rounded((await measure(context, how, accounts)).seconds),
          unit: 's',
          bar: null,
          ok: null,
          note: `${size}; for comparison, one run`,
        })
    }
    if (wanted('reference')) await compareReference(context, threads, accounts)
  },
}

function reportThreads(context: BenchContext, measured: Measured, size: string): void {
  const note = `${size}, 2 threads beside the main one, from leaf objects to roots; one run`
  context.row({
    name: 'payouts tree, claims tree and credits tree',
    value: rounded(measured.seconds),
    unit: 's',
    bar: '≤ 20',
    ok: measured.seconds <= 20,
    note: `${note}; of that the credits (one an account) ${rounded(measured.creditSeconds)} s`,
  })
  context.row({
    name: 'peak resident memory of the whole process',
    value: rounded(measured.peakMib / 1024, 3),
    unit: 'GiB',
    bar: '≤ 1.4 (1.5 GB)',
    ok: measured.peakMib * 2 ** 20 <= 1.5e9,
    note: `${note}; the leaf objects and both threads are in it; JavaScript heap limited to ${HEAP_MIB} MiB`,
  })
  context.row({
    name: 'one proof',
    value: rounded(measured.proofMs.median, 4),
    unit: 'ms',
    bar: '≤ 1',
    ok: measured.proofMs.median <= 1,
    note: `median of 20,000 at each of the three trees; the slowest took ${rounded(measured.proofMs.max, 3)} ms; 100 were verified against the roots`,
  })
}

/** The trees of core's reference implementation over the same leaves. */
async function compareReference(context: BenchContext, threads: Measured, accounts: number): Promise<void> {
  const reference = await measure(context, 'reference', accounts)
  const differences = reference.roots.filter((root, index) => root !== threads.roots[index]).length
  const size = `${accounts.toLocaleString('en')} accounts`
  context.row({
    name: 'roots that differ from the reference implementation',
    value: differences,
    unit: 'of 4',
    bar: '0',
    ok: differences === 0 && threads.roots.length === 4,
    note: `${size}: payouts root and sum, claims root, credits root; smaller trees and every proof are compared by property tests`,
  })
  context.row({
    name: 'reference implementation',
    value: rounded(reference.seconds),
    unit: 's',
    bar: null,
    ok: null,
    note: `${size}; objects, one thread, ${rounded(reference.peakMib / 1024, 2)} GiB at its peak; for comparison`,
  })
}

async function measure(
  context: BenchContext,
  how: 'threads' | 'wasm' | 'javascript' | 'reference',
  accounts: number,
): Promise<Measured> {
  context.progress(`${how}: ${accounts} accounts`)
  const script = fileURLToPath(new URL('./measureTrees.ts', import.meta.url))
  const heap = [`--max-old-space-size=${how === 'reference' ? 8192 : HEAP_MIB}`]
  const result = await runProgram([process.execPath, ...heap, script, how, String(accounts)], {
    cwd: context.root,
    onProgress: context.progress,
    signal: context.signal,
  })
  if (result.code !== 0) throw new Error(`measureTrees.ts ${how} exited with ${result.code}`)
  return measuredSchema.parse(JSON.parse(result.stdout))
}
