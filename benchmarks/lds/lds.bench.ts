import type { Bench, BenchContext } from '../lib/bench.ts'
import { ldsTools } from './ldsTools.ts'
import { METHODS } from './report.ts'
import { reportRows } from './reportRows.ts'

const SETUPS = ['diffuse-last8', 'diffuse'] as const
const MASKS = 88
const REPEATED = 16

/** Linear datamodelling score of our attribution and of other packages', over one and the same retrainings. */
export const bench: Bench = {
  name: 'lds',
  summary: 'linear datamodelling score against retrained models: ours, kronfluence, TRAK, dattri, bergson and others',
  parts: SETUPS,
  run: async (context) => {
    for (const setup of SETUPS)
      if (context.only.length === 0 || context.only.includes(setup)) await measure(context, setup)
  },
}

/** One set-up: retrained where that is not kept (not at all by --quick), scored by every method, reported. */
async function measure(context: BenchContext, setup: string): Promise<void> {
  const tools = await ldsTools(context, setup)
  if (!context.quick) {
    context.progress(`${setup}: retraining on masks that are not kept yet`)
    for (const [masks, seed] of [
      [MASKS, 1],
      [REPEATED, 2],
    ])
      await tools.run('lds.retrain', ['--out', tools.retrained, '--masks', `0:${masks}`, '--seed', String(seed)], 2)
  }
  await tools.checkPeers()
  context.row({
    name: `${setup}: peers that give the right way round, finite scores`,
    value: 'all',
    unit: '',
    bar: null,
    ok: null,
    note: 'on 12 records of a small random model: a record asked with its own text is first; gradient products as the trainer’s where a package shows them',
  })
  await tools.score()
  for (const row of reportRows(setup, await tools.report(), { masks: MASKS, methods: METHODS.map(({ name }) => name) }))
    context.row(row)
}
