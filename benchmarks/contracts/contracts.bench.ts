import type { Bench } from '../lib/bench.ts'
import { measureAgreement } from './agreement.ts'
import { measureSlither } from './slither.ts'

const parts = ['agreement', 'slither'] as const

/** What is shown about the contracts besides their tests. */
export const bench: Bench = {
  name: 'contracts',
  summary: 'TypeScript ↔ Solidity over random cases, slither',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wanted('agreement')) await measureAgreement(context)
    if (wanted('slither')) await measureSlither(context)
  },
}
