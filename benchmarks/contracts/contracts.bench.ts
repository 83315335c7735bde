import type { Bench } from '../lib/bench.ts'
import { measureAgreement } from './agreement.ts'

const parts = ['agreement'] as const

/** What is shown about the contracts besides their tests. */
export const bench: Bench = {
  name: 'contracts',
  summary: 'TypeScript ↔ Solidity over random cases, static analysis, mutants',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wanted('agreement')) await measureAgreement(context)
  },
}
