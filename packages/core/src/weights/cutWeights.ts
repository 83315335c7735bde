import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { METHOD } from '../leaves/attributionLeaf.ts'
import { prefixCuts } from '../payout/prefixCuts.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { MAX_PAID, W } from '../rules/rules.ts'

/** A record that passed, by one method. */
export type Candidate = { readonly commitment: Hex32; readonly method: 1 | 2; readonly strength: bigint }

/** A record's weight by one method, of W = 10^18. */
export type Weighed = Candidate & { readonly weight: bigint }

const byOrder = (a: Candidate, b: Candidate) =>
  a.commitment === b.commitment ? a.method - b.method : a.commitment < b.commitment ? -1 : 1

const sumOf = (entries: readonly Candidate[]) => entries.reduce((sum, entry) => sum + entry.strength, 0n)

/** What each method may hand out: W cut by sharePpm; a method without candidates leaves its part to the other. */
function methodParts(candidates: readonly Candidate[], sharePpm: number): Record<1 | 2, bigint> {
  const some = (method: 1 | 2) => candidates.some((candidate) => candidate.method === method)
  if (!some(METHOD.influence)) return { 1: 0n, 2: W }
  if (!some(METHOD.citation)) return { 1: W, 2: 0n }
  const influence = (W * BigInt(sharePpm)) / 1_000_000n
  return { 1: influence, 2: W - influence }
}

/** The MAX_PAID candidates with the greatest part × strength / sum, compared exactly. */
function strongest(candidates: readonly Candidate[], sharePpm: number): Candidate[] {
  if (candidates.length <= MAX_PAID) return [...candidates]
  const part = methodParts(candidates, sharePpm)
  const sum = { 1: sumOf(candidates.filter((c) => c.method === 1)), 2: sumOf(candidates.filter((c) => c.method === 2)) }
  const other = (method: 1 | 2) => (sum[method === 1 ? 2 : 1] === 0n ? 1n : sum[method === 1 ? 2 : 1])
  const rank = (c: Candidate) => part[c.method] * c.strength * other(c.method)
  const ranked = candidates.map((candidate) => ({ candidate, rank: rank(candidate) }))
  ranked.sort((a, b) => (a.rank === b.rank ? byOrder(a.candidate, b.candidate) : a.rank > b.rank ? -1 : 1))
  return ranked.slice(0, MAX_PAID).map((entry) => entry.candidate)
}

/**
 * Cuts W among candidates: steps 5 to 7 of protocol §6. Entries that would weigh 0 are left out and
 * the cuts made again, until none is left: so the weights can be derived again from the paid entries alone.
 * @param candidates each (commitment, method) once, strength > 0
 * @param sharePpm influence's share of W where both methods have candidates
 * @returns ascending by commitment, method; the weights sum to W; empty only for no candidates
 * @throws WEIGHTS_INPUT_INVALID
 */
export function cutWeights(candidates: readonly Candidate[], sharePpm: number): Weighed[] {
  if (!Number.isInteger(sharePpm) || sharePpm < 0 || sharePpm > 1_000_000) {
    throw new OpenLedgerError(
      coreErrors.WEIGHTS_INPUT_INVALID,
      `A share of ${sharePpm} ppm is not between 0 and 1,000,000.`,
    )
  }
  if (candidates.some((candidate) => candidate.strength <= 0n)) {
    throw new OpenLedgerError(coreErrors.WEIGHTS_INPUT_INVALID, 'A candidate has no strength.')
  }
  let paid = strongest(candidates, sharePpm).sort(byOrder)
  for (;;) {
    const weighed = cutOnce(paid, sharePpm)
    const kept = weighed.filter((entry) => entry.weight > 0n)
    if (kept.length === weighed.length) return weighed
    paid = kept
  }
}

function cutOnce(ordered: readonly Candidate[], sharePpm: number): Weighed[] {
  const part = methodParts(ordered, sharePpm)
  const weighed: Weighed[] = []
  for (const method of [METHOD.influence, METHOD.citation]) {
    const entries = ordered.filter((entry) => entry.method === method)
    if (entries.length === 0) continue
    const cuts = prefixCuts(
      part[method],
      entries.map((entry) => entry.strength),
      sumOf(entries),
    )
    weighed.push(
      ...entries.map(({ commitment, method, strength }, i) => ({
        commitment,
        method,
        strength,
        weight: cuts[i] ?? 0n,
      })),
    )
  }
  return weighed.sort(byOrder)
}
