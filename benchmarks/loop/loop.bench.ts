import type { Bench } from '../lib/bench.ts'
import { measureKills } from './kills.ts'
import { measurePaidCalls } from './paidCalls.ts'
import { measureTampering } from './tamper.ts'
import { measureTimings } from './timings.ts'

const parts = ['fresh', 'again', 'test', 'calls', 'tamper', 'kills'] as const

/** The payable-AI loop, against its bars. The whole of it takes about an hour and a half on two cores. */
export const bench: Bench = {
  name: 'loop',
  summary: 'the whole loop: times, right answers, who is paid, kills, tampering',
  parts,
  run: async (context) => {
    const wanted = (part: (typeof parts)[number]) => context.only.length === 0 || context.only.includes(part)
    const timings = { fresh: wanted('fresh'), again: wanted('again'), test: wanted('test') && !context.quick }
    if (Object.values(timings).includes(true)) await measureTimings(context, timings)
    if (wanted('calls')) await measurePaidCalls(context)
    if (wanted('tamper')) await measureTampering(context)
    if (wanted('kills')) await measureKills(context)
  },
}
