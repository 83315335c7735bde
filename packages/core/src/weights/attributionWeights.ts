import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { type AttributionEntry, METHOD } from '../leaves/attributionLeaf.ts'
import { type Hex32, ZERO_HEX32 } from '../primitives/hex.ts'
import { REPUTATION_DEFAULT_PPM } from '../rules/rules.ts'
import { type Candidate, cutWeights } from './cutWeights.ts'
import { flatWeights } from './flatWeights.ts'
import { strength } from './strength.ts'

export type { AttributionEntry }

/** Scores of one method: only of records that were trained on (influence) or retrieved (citations), each once. */
export type MethodScores = {
  /** A score must be above it to count. */
  readonly threshold: bigint
  readonly scores: readonly { readonly commitment: Hex32; readonly score: bigint }[]
}

/** Influence by one index. */
export type IndexScores = MethodScores & { readonly indexHash: Hex32 }

/** What the weights of one call depend on. */
export type AttributionInput = {
  /** Of each trained model of the call: scores in 1e-6 of its index's unit, with the index's hash. Two models may have one index. */
  readonly influence?: readonly IndexScores[] | undefined
  /** Scores in micro-nats. */
  readonly citations?: MethodScores | undefined
  /** Influence's share of W, in ppm. */
  readonly sharePpm: number
  /** Near-duplicates: commitment → commitment of its unit's first registered record. Others are their own unit. */
  readonly units: ReadonlyMap<Hex32, Hex32>
  /** By commitment, its contributor's reputation; default 1,000,000. */
  readonly reputationPpm: ReadonlyMap<Hex32, number>
  readonly exponent: 1 | 2
  /** Datanets of the model's training versions and of the retrieved versions: credited when nothing passes. */
  readonly datanets: readonly Hex32[]
}

/** Merges near-duplicates: a unit counts through its first registered record, if that one was used itself, with its members' greatest score. */
function unitScores(scores: MethodScores['scores'], units: ReadonlyMap<Hex32, Hex32>): Map<Hex32, bigint> {
  const used = new Set(scores.map((entry) => entry.commitment))
  if (used.size !== scores.length)
    throw new OpenLedgerError(coreErrors.WEIGHTS_INPUT_INVALID, 'A record has two scores of one method.')
  const greatest = new Map<Hex32, bigint>()
  for (const { commitment, score } of scores) {
    const unit = units.get(commitment) ?? commitment
    if (units.has(unit) && units.get(unit) !== unit) {
      throw new OpenLedgerError(
        coreErrors.WEIGHTS_INPUT_INVALID,
        `The unit ${unit} of ${commitment} belongs to another unit.`,
      )
    }
    if (!used.has(unit)) continue
    const known = greatest.get(unit)
    if (known === undefined || score > known) greatest.set(unit, score)
  }
  return greatest
}

/** What a record has by one method and index. */
type Found = Candidate & { readonly score: bigint; readonly indexHash: Hex32 }

function passing(given: MethodScores, of: Pick<Found, 'method' | 'indexHash'>, input: AttributionInput): Found[] {
  return [...unitScores(given.scores, input.units)].flatMap(([commitment, score]) => {
    const reputationPpm = input.reputationPpm.get(commitment) ?? REPUTATION_DEFAULT_PPM
    const strong = strength({ score, threshold: given.threshold, reputationPpm, exponent: input.exponent })
    return strong > 0n ? [{ ...of, commitment, score, strength: strong }] : []
  })
}

/** A record that several indexes know counts once: by the one that finds it strongest, the lowest hash among equals. */
function strongestByRecord(found: readonly Found[]): Map<Hex32, Found> {
  const best = new Map<Hex32, Found>()
  for (const one of found) {
    const known = best.get(one.commitment)
    const isBetter =
      known === undefined ||
      one.strength > known.strength ||
      (one.strength === known.strength && one.indexHash < known.indexHash)
    if (isBetter) best.set(one.commitment, one)
  }
  return best
}

/**
 * Weights of one call (protocol §6): pure integers that sum to 10^18.
 *
 * A near-duplicate never adds to its unit's weight, and a unit whose first registered record was not
 * itself used gets nothing: no pay without use, and none for a copy.
 *
 * @returns leaves ascending by commitment, method; method flat alone where nothing passes
 * @throws WEIGHTS_INPUT_INVALID, CORE_INTEGER_RANGE
 * @example
 * attributionWeights({
 *   influence: [{ indexHash, threshold: 100n, scores: [{ commitment, score: 900n }] }],
 *   sharePpm: 1_000_000, units: new Map(), reputationPpm: new Map(), exponent: 2, datanets: [datanetId],
 * }) // one entry of weight 10n ** 18n
 */
export function attributionWeights(input: AttributionInput): AttributionEntry[] {
  const { influence = [], citations } = input
  const trained = influence.flatMap((scores) =>
    passing(scores, { method: METHOD.influence, indexHash: scores.indexHash }, input),
  )
  const retrieved = citations ? passing(citations, { method: METHOD.citation, indexHash: ZERO_HEX32 }, input) : []
  const found = { 1: strongestByRecord(trained), 2: strongestByRecord(retrieved) }
  const weighed = cutWeights([...found[1].values(), ...found[2].values()], input.sharePpm)
  if (weighed.length === 0) return flatWeights(input.datanets)
  return weighed.map(({ commitment, method, weight }) => {
    const { score = 0n, indexHash = ZERO_HEX32 } = found[method].get(commitment) ?? {}
    return { commitment, method, score, sharePpm: input.sharePpm, weight, indexHash }
  })
}
