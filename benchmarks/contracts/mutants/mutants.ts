import { join } from 'node:path'
import type { BenchContext } from '../../lib/bench.ts'
import { compileUnits, parseUnits } from './compileUnits.ts'
import { type ContractSources, readSources } from './contractSources.ts'
import { describeMutant, drawOrder, type Mutant, makeMutants } from './makeMutants.ts'
import { moneyContracts, suitesOf, unitsWith } from './moneyContracts.ts'
import { openScratch } from './scratchContracts.ts'
import { explainedSurvivors } from './survivors.ts'
import { openVerdicts, type Verdict } from './verdicts.ts'

const SEED = 20_261_128
const SAMPLE = 302

/** Suites in the order in which they are tried after the contract's own: the cheapest first, with few random inputs. */
const STAGES: readonly { readonly glob: string; readonly fuzzRuns?: number }[] = [
  { glob: 'test/{unit,attack,staking,committee}/**', fuzzRuns: 8 },
  { glob: 'test/{unit,attack,staking,committee}/**' },
  { glob: 'test/invariant/**' },
]

/** Bugs seeded into the money contracts, each run against the tests until one fails. Resumes where it was stopped. */
export async function measureMutants(context: BenchContext): Promise<void> {
  const started = performance.now()
  const sources = readSources(context.root)
  const files = moneyContracts(sources)
  const trees = parseUnits(sources, files)
  const all = files.flatMap((file) => {
    const tree = trees.get(file)
    return tree === undefined ? [] : makeMutants(file, sources.get(file) ?? '', tree)
  })
  const verdicts = openVerdicts(join(context.root, 'benchmarks', '.cache', 'mutants', 'verdicts.json'), sources)
  const wanted = context.quick ? 20 : SAMPLE
  const judged: { readonly mutant: Mutant; readonly verdict: Verdict }[] = []
  let judge: ((mutant: Mutant) => Promise<Verdict>) | undefined
  let [run, seconds] = [0, 0]
  for (const mutant of drawOrder(all, SEED)) {
    if (judged.length === wanted) break
    let verdict = verdicts.find(mutant)
    if (verdict === undefined) {
      judge ??= await makeJudge(context, sources, verdicts)
      const before = performance.now()
      verdict = await judge(mutant)
      seconds += (performance.now() - before) / 1000
      run++
      const rest = Math.round(((wanted - judged.length) * seconds) / run / 60)
      const what = verdict.is === 'killed' ? `killed by ${verdict.test}` : verdict.is
      context.progress(`${judged.length + 1}/${wanted} (at most ${rest} min left) ${what}: ${describeMutant(mutant)}`)
    }
    if (verdict.is === 'killed' || verdict.is === 'survived') judged.push({ mutant, verdict })
  }
  report(context, all, judged, { run, seconds: (performance.now() - started) / 1000 })
}

/** Compiles the tests, shows that they pass on what mutants are compiled to, and answers what judges a mutant. */
async function makeJudge(
  context: BenchContext,
  sources: ContractSources,
  verdicts: ReturnType<typeof openVerdicts>,
): Promise<(mutant: Mutant) => Promise<Verdict>> {
  const scratch = await openScratch(context)
  const honest = compileUnits(sources, [
    ...new Set(moneyContracts(sources).flatMap((file) => unitsWith(sources, file))),
  ])
  if (honest === undefined) throw new Error('the contracts do not compile without the optimiser')
  scratch.swap(honest)
  for (const { glob } of verdicts.honestPasses() ? [] : STAGES.slice(1)) {
    const run = await scratch.test(glob)
    if (!run.passed) throw new Error(`${run.suite} ${run.test} fails without a mutant`)
  }
  verdicts.keepHonest()
  return async (mutant) => {
    context.signal.throwIfAborted()
    const changed = new Map([...sources, [mutant.file, mutant.source]])
    const codes = compileUnits(changed, unitsWith(sources, mutant.file))
    if (codes === undefined) return verdicts.keep(mutant, { is: 'uncompilable' })
    if ([...codes].every(([name, code]) => honest.get(name) === code)) return verdicts.keep(mutant, { is: 'same' })
    scratch.swap(new Map([...honest, ...codes]))
    const likely = verdicts.lastSuite(mutant) ?? suitesOf(sources, mutant.file)
    for (const { glob, fuzzRuns } of [...(likely === undefined ? [] : [{ glob: likely, fuzzRuns: 8 }]), ...STAGES]) {
      const run = await scratch.test(glob, fuzzRuns)
      if (!run.passed) return verdicts.keep(mutant, { is: 'killed', suite: run.suite, test: run.test })
    }
    return verdicts.keep(mutant, { is: 'survived' })
  }
}

function report(
  context: BenchContext,
  all: readonly Mutant[],
  judged: readonly { readonly mutant: Mutant; readonly verdict: Verdict }[],
  { run, seconds }: { readonly run: number; readonly seconds: number },
): void {
  const survivors = judged.filter(({ verdict }) => verdict.is === 'survived').map(({ mutant }) => mutant)
  const killed = judged.length - survivors.length
  const share = (100 * killed) / judged.length
  const reasonOf = (mutant: Mutant) => explainedSurvivors.find(({ id }) => id === mutant.id)?.reason
  const listed = survivors.map(
    (mutant) => `${describeMutant(mutant)} (${reasonOf(mutant) ?? `NO REASON YET, ${mutant.id}`})`,
  )
  const unexplained = survivors.filter((mutant) => reasonOf(mutant) === undefined).length
  const files = Object.entries(Object.groupBy(judged, ({ mutant }) => mutant.file))
  const tests = Map.groupBy(judged, ({ verdict }) => (verdict.is === 'killed' ? verdict.suite.split('/')[1] : 'none'))
  const by = [...tests].map(([folder, list]) => `${folder} ${list.length}`).join(', ')
  context.row({
    name: 'mutants of the money contracts, killed',
    value: Math.round(share * 100) / 100,
    unit: `% of ${judged.length} sampled that compile`,
    bar: '≥ 95 of ≥ 300',
    ok: share >= 95 && judged.length >= 300,
    note: `seed ${SEED}, drawn from ${all.length}; ${files.map(([file, list]) => `${file} ${list?.length}`).join(', ')}; killed by suites of test/: ${by}; ${run} run now in ${Math.round(seconds)} s, the others’ verdicts kept`,
  })
  context.row({
    name: 'mutants that survived, without a reason',
    value: unexplained,
    unit: `of ${survivors.length} survivors`,
    bar: '0',
    ok: unexplained === 0,
    note: listed.join('; '),
  })
}
