import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { W } from '@openledger/core/rules/rules.ts'
import { attributionWeights } from '@openledger/core/weights/attributionWeights.ts'
import type { Passing } from './measured.ts'

const commitment = (place: number): Hex32 => `0x${(place + 1).toString(16).padStart(64, '0')}`

/** What each record is paid of a call, by the rule itself; the whole weight at its Datanet where none passes. */
function paid(passing: Passing, threshold: number): Map<Hex32, bigint> {
  const entries = attributionWeights({
    influence: [
      {
        indexHash: ZERO_HEX32,
        threshold: BigInt(threshold),
        scores: passing.map(([place, score]) => ({ commitment: commitment(place), score: BigInt(score) })),
      },
    ],
    sharePpm: 1_000_000,
    units: new Map(),
    reputationPpm: new Map(),
    exponent: 2,
    datanets: [ZERO_HEX32],
  })
  return new Map(entries.map((entry) => [entry.commitment, entry.weight]))
}

/** 1 − L1/2 of the payout weights that two scans give for one question: 1 where they pay the same, 0 where none is paid by both. */
export function weightAgreement(one: Passing, other: Passing, threshold: number): number {
  const [first, second] = [paid(one, threshold), paid(other, threshold)]
  let distance = 0n
  for (const record of new Set([...first.keys(), ...second.keys()])) {
    const difference = (first.get(record) ?? 0n) - (second.get(record) ?? 0n)
    distance += difference < 0n ? -difference : difference
  }
  return 1 - Number(distance) / Number(2n * W)
}
