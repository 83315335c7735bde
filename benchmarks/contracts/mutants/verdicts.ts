import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type ContractSources, closureOf } from './contractSources.ts'
import type { Mutant } from './makeMutants.ts'

const verdictSchema = z.discriminatedUnion('is', [
  /** `suite` failed with it. */
  z.strictObject({ is: z.literal('killed'), key: z.string(), suite: z.string(), test: z.string() }),
  z.strictObject({ is: z.literal('survived'), key: z.string() }),
  /** It does not compile, or to the same code. */
  z.strictObject({ is: z.enum(['uncompilable', 'same']), key: z.string() }),
])
export type Verdict = z.infer<typeof verdictSchema>

/** In place of a mutant: the contracts as they are. */
const HONEST = 'honest'

/**
 * Verdicts that outlive a run. One counts as long as what it rests on is unchanged: a kill on the mutant and on the suite
 * that it fails with everything that this imports, a survival on all contracts and tests.
 */
export function openVerdicts(file: string, sources: ContractSources) {
  const all = read(file)
  const hashOf = (units: Iterable<string>) => {
    const hash = createHash('sha256')
    for (const unit of [...units].toSorted()) hash.update(`${unit}\n${sources.get(unit) ?? ''}\n`)
    return hash.digest('hex')
  }
  const everything = hashOf(sources.keys())
  const ofSuite = new Map<string, string>()
  const base = (verdict: { readonly is: Verdict['is']; readonly suite?: string }, { file: unit }: Mutant) => {
    if (verdict.is === 'survived') return everything
    const from = verdict.suite ?? unit
    if (!sources.has(from)) return everything
    const known = ofSuite.get(from) ?? hashOf(closureOf(sources, [from, unit]))
    ofSuite.set(from, known)
    return known
  }
  const keyOf = (verdict: { readonly is: Verdict['is']; readonly suite?: string }, mutant: Mutant) =>
    createHash('sha256')
      .update(`${base(verdict, mutant)} ${mutant.source}`)
      .digest('hex')
  const keep = (id: string, verdict: Verdict) => {
    all[id] = verdict
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.tmp`, JSON.stringify(all, null, 1))
    renameSync(`${file}.tmp`, file)
  }
  return {
    find: (mutant: Mutant): Verdict | undefined => {
      const verdict = all[mutant.id]
      return verdict !== undefined && verdict.key === keyOf(verdict, mutant) ? verdict : undefined
    },
    /** Whether the tests of these very sources were seen to pass without a mutant. */
    honestPasses: (): boolean => all[HONEST]?.key === everything,
    keepHonest: (): void => keep(HONEST, { is: 'survived', key: everything }),
    /** A verdict that no longer counts says which suite to try first. */
    lastSuite: (mutant: Mutant): string | undefined => {
      const verdict = all[mutant.id]
      return verdict?.is === 'killed' && sources.has(verdict.suite) ? verdict.suite : undefined
    },
    keep: (
      mutant: Mutant,
      found: { is: 'survived' | 'uncompilable' | 'same' } | { is: 'killed'; suite: string; test: string },
    ): Verdict => {
      const verdict = verdictSchema.parse({ ...found, key: keyOf(found, mutant) })
      keep(mutant.id, verdict)
      return verdict
    },
  }
}

function read(file: string): Record<string, Verdict> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return {}
  }
  return z.record(z.string(), verdictSchema).parse(JSON.parse(text))
}
