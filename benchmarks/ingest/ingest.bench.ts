import type { Bench } from '../lib/bench.ts'
import { measureChecks } from './measureChecks.ts'

const parts = ['checks'] as const

/** From files to checked records. */
export const bench: Bench = {
  name: 'ingest',
  summary: 'records in bulk: the rate of the checks, and their memory',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wanted('checks')) await measureChecks(context)
  },
}
