import type { BenchContext } from '../lib/bench.ts'
import { runProgram } from '../lib/runProgram.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import { attributionClasses } from './attributionLies.ts'
import { creditClasses } from './creditLies.ts'
import { diceOf } from './honestCalls.ts'
import type { Ledger } from './ledger.ts'
import type { FaultClass } from './lieContext.ts'
import { payoutClasses } from './payoutLies.ts'
import { prepareEpochs, prepareWatch } from './prepare.ts'
import { receiptClasses } from './receiptLies.ts'
import { treeClasses } from './treeLies.ts'
import { type RunWatch, runVariant, type VariantResult } from './variant.ts'
import { parseReports, watchInProcess } from './watchInProcess.ts'

/** Classes of fault by the part of the bench that measures them. */
export const CLASSES = {
  trees: treeClasses,
  payouts: payoutClasses,
  receipts: receiptClasses,
  credits: creditClasses,
  attributions: attributionClasses,
} as const

/** One row for each class: found, challenge won, balance up, claims go on. */
export async function measureClasses(
  context: BenchContext,
  ledger: Ledger,
  classes: readonly FaultClass[],
  variants: number,
): Promise<void> {
  const prepared = await prepareEpochs(ledger, 20_261_123)
  const { home, values } = await prepareWatch(ledger)
  const inProcess: RunWatch = (extra) => watchInProcess(context.root, home, { ...values, ...extra })
  const ownProcess: RunWatch = async (extra) => {
    const flags = Object.entries({ ...values, ...extra }).flatMap(([name, value]) => [`--${name}`, value])
    const run = await runProgram(
      [
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        'apps/cli/src/main.ts',
        'watch',
        '--once',
        '--json',
        ...flags,
      ],
      {
        cwd: context.root,
        env: { OPENLEDGER_HOME: home },
      },
    )
    // 0 all hold, 1 one stands, 4 faulty ones are void: anything else is a failure of the watch itself.
    if (![0, 1, 4].includes(run.code ?? -1) || run.stdout.startsWith('{\n'))
      throw new Error(`openledger watch ended with ${run.code}: ${run.stderr}`)
    return { code: run.code ?? -1, reports: parseReports(run.stdout) }
  }
  for (const fault of classes) {
    const results: VariantResult[] = []
    for (let variant = 0; variant < variants; variant++) {
      context.signal.throwIfAborted()
      const dice = diceOf(seededRandom(1_000 * (variant + 1) + fault.name.length))
      // One of each run as the command that a user starts; the others without a process for each.
      const run = fault === classes[0] && variant === 0 ? ownProcess : inProcess
      results.push(await runVariant({ ...prepared, dice }, fault, run))
      context.progress(`${fault.name} ${variant + 1}: ${results.at(-1)?.note ?? ''}`)
    }
    reportClass(context, fault, results)
  }
}

function reportClass(context: BenchContext, fault: FaultClass, results: readonly VariantResult[]): void {
  const count = (what: (result: VariantResult) => boolean) => results.filter(what).length
  const good = count(({ found, won, paid, claims, reposted }) => found && won && paid && claims && reposted)
  const bad = results.find(({ found, won, paid, claims, reposted }) => !(found && won && paid && claims && reposted))
  context.row({
    name: `${fault.named ? 'fault' : 'further fault'}: ${fault.name}`,
    value: good,
    unit: `of ${results.length} variants found by watch, challenge won, reward paid, claims go on`,
    bar: fault.named ? '≥ 20, all' : null,
    ok: fault.named ? good === results.length && results.length >= 20 : null,
    note: `${fault.kinds.join(', ')}; found ${count((r) => r.found)}, won ${count((r) => r.won)}, paid ${count((r) => r.paid)}, claims ${count((r) => r.claims)}, honest epoch posted instead ${count((r) => r.reposted)}${bad === undefined ? '' : `; e.g. ${bad.note}`}`,
  })
}
