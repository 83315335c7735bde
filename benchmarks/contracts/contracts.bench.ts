import type { Bench } from '../lib/bench.ts'
import { measureAgreement } from './agreement.ts'
import { measureHalmos } from './halmos.ts'
import { measureInvariants } from './invariants.ts'
import { measureMutants } from './mutants/mutants.ts'
import { measureSlither } from './slither.ts'

const parts = ['invariants', 'agreement', 'slither', 'halmos', 'mutants'] as const

/** What is shown about the contracts besides their tests. */
export const bench: Bench = {
  name: 'contracts',
  summary: 'invariants, TypeScript ↔ Solidity over random cases, slither, halmos, seeded bugs',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    if (wanted('invariants')) await measureInvariants(context)
    if (wanted('agreement')) await measureAgreement(context)
    if (wanted('slither')) await measureSlither(context)
    if (wanted('halmos')) await measureHalmos(context)
    if (wanted('mutants')) await measureMutants(context)
  },
}
