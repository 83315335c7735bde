import { join } from 'node:path'
import { z } from 'zod'
import { keptLines, ldsTools } from '../lds/ldsTools.ts'
import type { Bench } from '../lib/bench.ts'
import { fallsOf } from './fallsOf.ts'

const SETUP = 'diffuse-last8'
const QUERIES = 20
const BAR = 1.2
const lineSchema = z.object({ method: z.string(), query: z.number(), logProbability: z.number() })

/** Removing the records that a method names, and training again: what the answer loses. */
export const bench: Bench = {
  name: 'counterfactual',
  summary: 'the fall of an answer’s log-probability without the 5% of records that a method names',
  parts: [],
  run: async (context) => {
    const tools = await ldsTools(context, SETUP)
    await tools.score()
    const { methods } = await tools.report()
    const ranked = methods.toSorted((a, b) => b.lds - a.lds)
    const ours = ranked.filter(({ name }) => name.startsWith('openledger'))
    const bm25 = ranked.filter(({ name }) => name === 'bm25')
    const others = ranked.filter((method) => !ours.includes(method) && !bm25.includes(method)).slice(0, 2)
    const compared = [...ours, ...others, ...bm25]
    const out = join(context.root, 'benchmarks', 'counterfactual', 'retrained.jsonl')
    const queries = context.quick ? 2 : QUERIES
    context.progress(`${queries * (compared.length + 1)} trainings without some records, less those that are kept`)
    const args = ['--scores', tools.scores, '--queries', String(queries), '--out', out]
    await tools.run('lds.remove', [...args, '--methods', ...compared.map(({ name, option }) => `${name}:${option}`)], 2)

    const lines = z.array(lineSchema).parse(await keptLines(out))
    const falls = fallsOf(lines, new Set(compared.map(({ name }) => name)))
    for (const { method, fall } of falls)
      context.row({
        name: `fall of the answer’s log-probability, less random’s: ${method}`,
        value: Number(fall.toFixed(3)),
        unit: 'nats',
        bar: null,
        ok: null,
        note: `mean of ${falls[0]?.queries} queries of 16 topics; 13 of 256 records removed`,
      })
    const best = Math.max(...falls.filter(({ method }) => !method.startsWith('openledger')).map(({ fall }) => fall))
    for (const { method, fall, queries: asked } of falls.filter(({ method }) => method.startsWith('openledger')))
      context.row({
        name: `${method} against the best of BM25 and two peers`,
        value: Number((fall / best).toFixed(3)),
        unit: '×',
        bar: `≥ ${BAR}`,
        ok: asked >= QUERIES && fall / best >= BAR,
        note: `${asked} queries`,
      })
  },
}
