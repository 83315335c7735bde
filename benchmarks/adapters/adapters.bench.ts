import type { Bench } from '../lib/bench.ts'
import { comparePolicies } from './comparePolicies.ts'
import { measureEnsembles } from './measureEnsembles.ts'
import { measureSwitch } from './measureSwitch.ts'
import { measureThousands } from './measureThousands.ts'

const parts = ['policies', 'switch', 'thousands', 'ensembles'] as const
/** Registered adapters, and how many of them memory holds. */
const [ADAPTERS, SLOTS] = [5_000, 64]

/** Many adapters over one base in one process. Some 25 minutes, 20 of them the run over 5,000 adapters. */
export const bench: Bench = {
  name: 'adapters',
  summary: '5,000 adapters over one base: memory, hit rates, right answers; switching; ensembles against PEFT',
  parts,
  run: async (context) => {
    const wants = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wants('policies')) await comparePolicies(context, ADAPTERS, SLOTS)
    if (wants('switch')) await measureSwitch(context)
    if (wants('ensembles')) await measureEnsembles(context)
    if (wants('thousands')) await measureThousands(context, ADAPTERS, SLOTS)
  },
}
