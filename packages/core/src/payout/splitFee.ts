import { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { uint128 } from '../primitives/integers.ts'
import { prefixCuts } from './prefixCuts.ts'

/** A share of a fee in bps: 10,000 = all. */
export const bpsSchema = z.int().min(0).max(10_000)

/** Least that every call burns, in bps. */
export const BURN_MIN_BPS = 200

/** How a model's fee is shared, in bps: the five sum to 10,000. */
export const splitSchema = z
  .strictObject({ burn: bpsSchema, operator: bpsSchema, model: bpsSchema, stakers: bpsSchema, data: bpsSchema })
  .refine((split) => split.burn + split.operator + split.model + split.stakers + split.data === 10_000, {
    error: 'the shares must sum to 10,000 bps',
  })
  .refine((split) => split.burn >= BURN_MIN_BPS, { error: `burn must be at least ${BURN_MIN_BPS} bps` })
export type Split = z.output<typeof splitSchema>

/** The split unless a developer sets another. */
export const DEFAULT_SPLIT: Split = { burn: 200, operator: 800, model: 2_000, stakers: 2_000, data: 5_000 }

/** A fee's five parts, in wei; they sum to the fee. */
export type FeeParts = {
  readonly burn: bigint
  readonly operator: bigint
  readonly model: bigint
  readonly stakers: bigint
  readonly data: bigint
}

/**
 * Cuts a fee by prefix sums in the order burn, operator, model, stakers, data.
 * @param fee wei
 * @throws SPLIT_INVALID, CORE_INTEGER_RANGE
 */
export function splitFee(fee: bigint, split: Split): FeeParts {
  uint128(fee, 'fee')
  if (!splitSchema.safeParse(split).success) {
    throw new OpenLedgerError(coreErrors.SPLIT_INVALID, `Not a split: ${JSON.stringify(split)}.`)
  }
  const cuts = prefixCuts(
    fee,
    [split.burn, split.operator, split.model, split.stakers, split.data].map(BigInt),
    10_000n,
  )
  const [burn = 0n, operator = 0n, model = 0n, stakers = 0n, data = 0n] = cuts
  return { burn, operator, model, stakers, data }
}
