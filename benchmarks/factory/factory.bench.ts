import type { Bench } from '../lib/bench.ts'
import { measureExports } from './measureExports.ts'
import { measureFamilies } from './measureFamilies.ts'
import { measureHistory } from './measureHistory.ts'
import { measurePacked } from './measurePacked.ts'
import { measureParity } from './measureParity.ts'
import { measureResume } from './measureResume.ts'

const parts = ['families', 'parity', 'resume', 'quantisation', 'history', 'exports'] as const

/** Whether the Model Factory trains as plain PEFT does, and goes on after a kill as if there had been none. */
export const bench: Bench = {
  name: 'factory',
  summary:
    'trainings: every family of bases to the serving engine; beside a plain PEFT loop; killed at seeded points and resumed; a base in 4 bits; the history of a long one; models taken away from a running node',
  parts,
  run: async (context) => {
    const wants = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wants('families')) await measureFamilies(context)
    if (wants('parity')) await measureParity(context)
    if (wants('resume')) await measureResume(context)
    if (wants('quantisation')) await measurePacked(context)
    if (wants('history')) await measureHistory(context)
    if (wants('exports')) await measureExports(context)
  },
}
