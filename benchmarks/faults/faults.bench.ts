import { rm } from 'node:fs/promises'
import type { Bench } from '../lib/bench.ts'
import type { Ledger } from './ledger.ts'
import type { FaultClass } from './lieContext.ts'
import { CLASSES, measureClasses } from './measureClasses.ts'
import { measureHonest } from './measureHonest.ts'
import { measureWithheld } from './measureWithheld.ts'
import { startLedger } from './startLedger.ts'

/** A class's part: the words of its name with hyphens. */
const partOf = ({ name }: FaultClass) => name.replaceAll('×', 'times').replaceAll(/\W+/g, '-')

/** Groups of classes, and each class alone, so that a long run can be made in pieces. */
const groups = Object.entries(CLASSES)
const parts = [...groups.flatMap(([group, classes]) => [group, ...classes.map(partOf)]), 'withheld', 'honest']

/** Every class of fault, lied on a real chain and challenged by the watch command; and honest epochs, accused in vain. */
export const bench: Bench = {
  name: 'faults',
  summary: 'every class of fault injected, found by watch and proven on chain; honest epochs stand',
  parts,
  run: async (context) => {
    const wanted = (part: string) => context.only.length === 0 || context.only.includes(part)
    const onLedger = async (work: (ledger: Ledger) => Promise<void>) => {
      const ledger = await startLedger()
      try {
        await work(ledger)
      } finally {
        await ledger.anvil.stop()
        await rm(ledger.folder, { recursive: true, force: true })
      }
    }
    for (const [group, classes] of groups) {
      const chosen = classes.filter((fault) => wanted(group) || wanted(partOf(fault)))
      if (chosen.length > 0) await onLedger((ledger) => measureClasses(context, ledger, chosen, context.quick ? 2 : 20))
    }
    if (wanted('withheld')) await onLedger((ledger) => measureWithheld(context, ledger, context.quick ? 2 : 20))
    if (wanted('honest')) await onLedger((ledger) => measureHonest(context, ledger, context.quick ? 10 : 1_000))
  },
}
