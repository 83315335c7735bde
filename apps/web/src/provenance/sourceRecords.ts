import type { Call } from '@openledger/core/api/calls.ts'
import type { Credit } from '@openledger/core/payout/payCall.ts'
import type { Income } from '../pages/calls/deriveIncome.ts'

/** A way in which a record came to be paid, with its part of the weights and of the money. */
export type SourceWay = {
  readonly method: 'influence' | 'citation' | 'flat'
  readonly score: string
  readonly weight: bigint
  readonly whole: bigint
  readonly indexHash: string
}

/** A record behind an answer (with method flat, a Datanet): why, how much of the weights, how many wei, and whose. */
export type SourceRecord = {
  /** From 1, the heaviest first: what it is called in the text. */
  readonly number: number
  readonly commitment: string
  readonly datanetId: string
  readonly contributor: string | null
  readonly ways: readonly SourceWay[]
  readonly weight: bigint
  readonly whole: bigint
  /** Who gets what of it. They sum to `whole`. */
  readonly credits: readonly Credit[]
}

/** The records of a call's attribution, each once, the heaviest first. */
export function sourceRecords(call: Call, income: Income | undefined): SourceRecord[] {
  const found = new Map<string, Omit<SourceRecord, 'number'>>()
  for (const [i, entry] of (call.attribution?.entries ?? []).entries()) {
    const { commitment, datanetId, contributor, method, score, indexHash } = entry
    const weight = BigInt(entry.weight)
    const whole = income?.sources[i]?.whole ?? 0n
    const known = found.get(commitment)
    found.set(commitment, {
      commitment,
      datanetId,
      contributor,
      ways: [...(known?.ways ?? []), { method, score, weight, whole, indexHash }],
      weight: weight + (known?.weight ?? 0n),
      whole: whole + (known?.whole ?? 0n),
      credits: known?.credits ?? (income?.credits ?? []).filter((credit) => credit.commitment === commitment),
    })
  }
  return [...found.values()]
    .sort((a, b) => (a.weight === b.weight ? (a.commitment < b.commitment ? -1 : 1) : a.weight > b.weight ? -1 : 1))
    .map((record, place) => ({ ...record, number: place + 1 }))
}
