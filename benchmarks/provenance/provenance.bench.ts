import type { Bench } from '../lib/bench.ts'
import { measureDay } from './day.ts'
import { measureLists } from './lists.ts'
import { measureEpoch } from './measureEpoch.ts'
import { measureView } from './measureView.ts'

const parts = { view: measureView, epoch: measureEpoch, day: measureDay, lists: measureLists }

/** What a browser shows of a call, and what it derives again of a large epoch, in Chromium, from the built pages. */
export const bench: Bench = {
  name: 'provenance',
  summary:
    'the provenance view of a call with 64 paid records; an epoch of 10,000 calls derived again in a browser; money on every page = ledger over a seeded day; pages of long lists',
  parts: Object.keys(parts),
  run: async (context) => {
    for (const [name, measure] of Object.entries(parts))
      if (context.only.length === 0 || context.only.includes(name)) await measure(context)
  },
}
