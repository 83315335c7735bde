import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { makeRules, type Rules } from '@openledger/core/rules/rules.ts'
import type { Database } from '@openledger/db/database.ts'
import { attributionRules } from '../attribution/attributionRules.ts'
import { unitsOf } from '../attribution/unitsOf.ts'
import type { GatheredFacts } from './epochFacts.ts'

/**
 * Makes an epoch's rules: the thresholds of its models' indexes, the citation threshold, the near-duplicates among its
 * versions' records. Every account has reputation 1.
 *
 * @throws EPOCH_RULES_INVALID
 */
export async function epochRules(db: Database, facts: Pick<GatheredFacts, 'versions' | 'thresholds'>): Promise<Rules> {
  const commitments = new Set(facts.versions.flatMap((version) => version.records.map((leaf) => leaf.commitment)))
  const units = await unitsOf(db, [...commitments])
  const plain: Record<Hex32, Hex32> = {}
  for (const [commitment, unit] of units) plain[commitment] = unit
  return makeRules({
    exponent: attributionRules.exponent,
    citationThreshold: attributionRules.citationThreshold,
    influenceThresholds: Object.fromEntries(facts.thresholds),
    units: plain,
    reputationPpm: {},
  })
}
