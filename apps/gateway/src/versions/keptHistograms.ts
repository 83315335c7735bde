import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { type Histograms, histogramsSchema } from '@openledger/core/api/versions.ts'
import type { Database } from '@openledger/db/database.ts'
import { countHistograms } from './countHistograms.ts'
import { keptFacts } from './keptFacts.ts'

/** How old histograms may be: what records have earned grows with each epoch, the rest hardly changes. */
const MAX_AGE_MS = 600_000

/**
 * How a version's records are spread: counted when the version is published, and again behind an answer once that is some
 * minutes ago, so that nobody waits.
 *
 * @param options.servesOld answers at once, with what was counted longer ago
 */
export async function keptHistograms(
  db: Database,
  root: Hash32,
  options: { readonly now_ms: number; readonly servesOld?: boolean },
): Promise<Histograms> {
  const { now_ms, servesOld = false } = options
  return keptFacts(db, {
    root,
    name: 'histograms',
    schema: histogramsSchema,
    maxAge_ms: MAX_AGE_MS,
    now_ms,
    servesOld,
    count: () => countHistograms(db, root, Math.floor(now_ms / 1000)),
  })
}
