import type { Bench } from '../lib/bench.ts'
import { measureFormats } from './measureFormats.ts'
import { measureViewer } from './measureViewer.ts'

const parts = ['formats', 'viewer'] as const

/** Versions as others read them: their files by other programs, their pages with a million records. */
export const bench: Bench = {
  name: 'datasets',
  summary: 'a version’s files in mlcroissant, datasets, pandas and DuckDB; its pages with 1,000,000 records',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wanted('formats')) await measureFormats(context)
    if (wanted('viewer')) await measureViewer(context)
  },
}
