import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { provers } from '@openledger/chain/abi/provers.ts'
import { settlementBytecode } from '@openledger/chain/abi/settlementBytecode.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { RULES_CODE_HASH } from '@openledger/core/rules/rulesCode.ts'
import { z } from 'zod'

const tallySchema = z.strictObject({
  /** What was measured: rules and bytecode. */
  key: z.string(),
  /** Rows of epochs that are done; each has a seed of its own. */
  turns: z.number(),
  epochs: z.number(),
  calls: z.number(),
  found: z.number(),
  accused: z.number(),
  bent: z.number(),
  proven: z.number(),
  challenged: z.number(),
  kinds: z.array(z.string()),
  refusals: z.record(z.string(), z.number()),
  wrong: z.array(z.string()),
})

/** What honest epochs came to so far. */
export type Tally = z.infer<typeof tallySchema>

const key = hashText([RULES_CODE_HASH, settlementBytecode, ...provers.map(({ bytecode }) => bytecode)].join())
const none = { turns: 0, epochs: 0, calls: 0, found: 0, accused: 0, bent: 0, proven: 0, challenged: 0 }

/** A tally that a stopped run of the same rules and contracts left behind, or an empty one. */
export function openTally(root: string, quick: boolean): { readonly tally: Tally; readonly keep: () => void } {
  const file = join(root, 'benchmarks', '.cache', 'faults', quick ? 'honest-quick.json' : 'honest.json')
  const tally = (quick ? undefined : read(file)) ?? { key, ...none, kinds: [], refusals: {}, wrong: [] }
  return {
    tally,
    keep: () => {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(`${file}.tmp`, JSON.stringify(tally))
      renameSync(`${file}.tmp`, file)
    },
  }
}

function read(file: string): Tally | undefined {
  try {
    const kept = tallySchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return kept.key === key ? kept : undefined
  } catch {
    return undefined
  }
}
