import type { Bench } from '../lib/bench.ts'
import { measureParsers } from './measureParsers.ts'

const parts = ['parsers'] as const

/** Files to records: what is read of real files beside a second parser, and what a large one takes. */
export const bench: Bench = {
  name: 'ingest',
  summary: 'parsers beside second parsers on real files, and a file of 2 GB',
  parts,
  run: async (context) => {
    const wants = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wants('parsers')) await measureParsers(context)
  },
}
