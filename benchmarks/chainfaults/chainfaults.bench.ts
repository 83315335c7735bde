import type { Bench, BenchContext } from '../lib/bench.ts'
import { openOutcomes } from './keptOutcomes.ts'
import type { Outcome } from './outcome.ts'
import { FINALITY, KILL_STEPS, LIES } from './plan.ts'
import { runSeed } from './runSeed.ts'
import { startWorld } from './world.ts'

/** Seeds of a whole run: every step of publishing meets every lie, at every depth of a reorganisation. */
const SEEDS = 216
/** Chains at the same time. */
const LANES = 2

/** Publisher and indexer against reorganisations, an RPC that lies, and kills at every step. */
export const bench: Bench = {
  name: 'chainfaults',
  summary:
    'reorganisations, a lying RPC and kill -9 at every step of publishing: nothing doubled, the index as a clean one',
  parts: ['runs'],
  run: async (context) => {
    const seeds = Array.from({ length: context.quick ? 20 : SEEDS }, (_, seed) => seed)
    const { done, keep } = await openOutcomes(context.root)
    const outcomes = seeds.flatMap((seed) => done.get(seed) ?? [])
    const left = seeds.filter((seed) => !done.has(seed))
    if (outcomes.length > 0) context.progress(`${outcomes.length} runs of these sources are kept`)
    const lane = async () => {
      if (left.length === 0) return
      const world = await startWorld()
      try {
        for (let seed = left.shift(); seed !== undefined && !context.signal.aborted; seed = left.shift()) {
          const outcome = await runSeed(world, seed)
          await keep(outcome)
          outcomes.push(outcome)
          const { indexEqual, doubled, lost, killAfter, lie, depth, seconds, note } = outcome
          const well = indexEqual && doubled === 0 && lost === 0 && note === ''
          context.progress(
            `${outcomes.length}/${seeds.length} seed ${seed}: killed after ${killAfter}, ${lie}, reorganised ${depth}: ${well ? 'well' : `NOT WELL ${note}`} (${seconds.toFixed(1)} s)`,
          )
        }
      } finally {
        await world.stop()
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    report(context, outcomes)
  },
}

const count = (outcomes: readonly Outcome[], holds: (outcome: Outcome) => boolean) => outcomes.filter(holds).length

function report(context: BenchContext, outcomes: readonly Outcome[]): void {
  const seconds = outcomes.reduce((sum, outcome) => sum + outcome.seconds, 0)
  const unequal = count(outcomes, ({ indexEqual }) => !indexEqual)
  const doubled = outcomes.reduce((sum, outcome) => sum + outcome.doubled, 0)
  const lost = outcomes.reduce((sum, outcome) => sum + outcome.lost, 0)
  const seedsOf = (holds: (outcome: Outcome) => boolean) =>
    outcomes
      .filter(holds)
      .map(({ seed, note }) => `seed ${seed}: ${note}`)
      .join(' | ')
  context.row({
    name: 'seeded runs',
    value: outcomes.length,
    unit: 'runs',
    bar: '≥ 200',
    ok: outcomes.length >= 200,
    note: `each on a real anvil: 4 deposits under one key at once, a kill -9, lies, two reorganisations; ${(seconds / outcomes.length).toFixed(1)} s a run`,
  })
  context.row({
    name: 'index unlike a clean re-index',
    value: unequal,
    unit: 'runs',
    bar: '0',
    ok: unequal === 0,
    note: `compared at the end, and after each read that succeeded while the RPC lied${unequal === 0 ? '' : `; ${seedsOf(({ indexEqual }) => !indexEqual)}`}`,
  })
  context.row({
    name: 'double sends',
    value: doubled,
    unit: `of ${4 * outcomes.length}`,
    bar: '0',
    ok: doubled === 0,
    note: `by events and by the bond’s amount, whose bits are the deposits${doubled === 0 ? '' : `; ${seedsOf((outcome) => outcome.doubled > 0)}`}`,
  })
  context.row({
    name: 'sends that never arrived',
    value: lost,
    unit: `of ${4 * outcomes.length}`,
    bar: '0',
    ok: lost === 0,
    note: lost === 0 ? 'after the process was started again' : seedsOf((outcome) => outcome.lost > 0),
  })
  const deep = outcomes.filter(({ stopped }) => stopped !== null)
  const stopped = count(deep, (outcome) => outcome.stopped === true)
  context.row({
    name: `reorganisations of ${FINALITY + 1} blocks, ${FINALITY} being final, that stopped the indexer`,
    value: stopped,
    unit: `of ${deep.length}`,
    bar: 'all',
    ok: stopped === deep.length,
    note: 'CHAIN_REORG_TOO_DEEP, nothing changed; once accepted, indexed afresh',
  })
  for (let depth = 1; depth <= FINALITY; depth++) {
    const there = outcomes.filter((outcome) => outcome.depth === depth)
    context.row({
      ...information,
      name: `reorganisations of ${depth} blocks followed`,
      value: there.length,
      unit: 'runs',
    })
  }
  for (const step of KILL_STEPS) {
    const there = outcomes.filter(({ killAfter }) => killAfter === step)
    context.row({
      ...information,
      name: `killed after ${step}`,
      value: count(there, ({ killed }) => killed),
      unit: `of ${there.length}`,
      note: 'SIGKILL of the process itself; the rest ended before the step, because the lies kept it from getting there',
    })
  }
  for (const lie of LIES) {
    const there = outcomes.filter((outcome) => outcome.lie === lie)
    const codes = new Map<string, number>()
    for (const { noticed } of there)
      for (const [code, times] of Object.entries(noticed)) codes.set(code, (codes.get(code) ?? 0) + times)
    context.row({
      ...information,
      name: `lies: ${lie}`,
      value: there.reduce((sum, outcome) => sum + outcome.lies, 0),
      unit: `in ${there.length} runs`,
      note: `reads of the index refused: ${[...codes].map(([code, times]) => `${code} ${times}`).join(', ') || 'none'}`,
    })
  }
}

const information = { bar: null, ok: null, note: '' } as const
