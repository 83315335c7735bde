import type { Bench } from '../lib/bench.ts'
import { measureFamilies } from './measureFamilies.ts'
import { measureParity } from './measureParity.ts'
import { measureResume } from './measureResume.ts'

const parts = ['families', 'parity', 'resume'] as const

/** Whether the Model Factory trains as plain PEFT does, and goes on after a kill as if there had been none. */
export const bench: Bench = {
  name: 'factory',
  summary: 'families of bases, to the serving engine; beside a plain PEFT loop; killed at seeded points and resumed',
  parts,
  run: async (context) => {
    const wants = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wants('families')) await measureFamilies(context)
    if (wants('parity')) await measureParity(context)
    if (wants('resume')) await measureResume(context)
  },
}
