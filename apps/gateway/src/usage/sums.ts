import type { UsageSums } from '@openledger/core/api/usage.ts'

/** What calls came to; amounts in wei. */
export type Sums = {
  readonly calls: number
  readonly charged: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly fees: bigint
  /** Set aside and given back. */
  readonly released: bigint
}

export const NOTHING: Sums = { calls: 0, charged: 0, inputTokens: 0, outputTokens: 0, fees: 0n, released: 0n }

/** The sums of several groups of calls together. */
export function addSums(parts: readonly Sums[]): Sums {
  return parts.reduce(
    (all, one) => ({
      calls: all.calls + one.calls,
      charged: all.charged + one.charged,
      inputTokens: all.inputTokens + one.inputTokens,
      outputTokens: all.outputTokens + one.outputTokens,
      fees: all.fees + one.fees,
      released: all.released + one.released,
    }),
    NOTHING,
  )
}

/** Amounts as decimal strings. */
export function toApiSums({ fees, released, ...counts }: Sums): UsageSums {
  return { ...counts, fees: fees.toString(), released: released.toString() }
}
