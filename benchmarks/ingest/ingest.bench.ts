import type { Bench } from '../lib/bench.ts'
import { measureChecks } from './measureChecks.ts'
import { measureParsers } from './measureParsers.ts'

const parts = ['checks', 'parsers'] as const

/** From files to checked records. */
export const bench: Bench = {
  name: 'ingest',
  summary: 'the rate of the checks and their memory; parsers beside second parsers on real files; a file of 2 GB',
  parts,
  run: async (context) => {
    const wants = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wants('checks')) await measureChecks(context)
    if (wants('parsers')) await measureParsers(context)
  },
}
