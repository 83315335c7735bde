import type { Bench } from '../lib/bench.ts'
import { measureDay } from './day.ts'
import { measureLists } from './lists.ts'

const parts = ['day', 'lists'] as const

/** What people are shown of money, against what the ledger has. */
export const bench: Bench = {
  name: 'provenance',
  summary: 'the money that every page shows over a seeded day of calls = the ledger; pages of long lists',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wanted('day')) await measureDay(context)
    if (wanted('lists')) await measureLists(context)
  },
}
