import { rm } from 'node:fs/promises'
import type { Bench } from '../lib/bench.ts'
import { startLedger } from './ledger.ts'
import { CLASSES, measureClasses } from './measureClasses.ts'
import { measureHonest } from './measureHonest.ts'

const parts = ['trees', 'payouts', 'receipts', 'credits', 'attributions', 'honest'] as const

/** Every class of fault, lied on a real chain and challenged by the watch command; and honest epochs, accused in vain. */
export const bench: Bench = {
  name: 'faults',
  summary: 'every class of fault injected, found by watch and proven on chain; honest epochs stand',
  parts,
  run: async (context) => {
    for (const part of parts) {
      if (context.only.length > 0 && !context.only.includes(part)) continue
      const ledger = await startLedger()
      try {
        if (part === 'honest') await measureHonest(context, ledger, context.quick ? 10 : 1_000)
        else await measureClasses(context, ledger, CLASSES[part], context.quick ? 2 : 20)
      } finally {
        await ledger.anvil.stop()
        await rm(ledger.folder, { recursive: true, force: true })
      }
    }
  },
}
