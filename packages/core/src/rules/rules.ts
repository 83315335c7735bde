import { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { addressSchema } from '../primitives/address.ts'
import { hashBytes } from '../primitives/hash.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { int64Schema } from '../primitives/integers.ts'
import { RULES_CODE_HASH } from './rulesCode.ts'

/** Weights of a call sum to this. */
export const W = 10n ** 18n
/** Most attributions of one call. */
export const MAX_PAID = 64
/** Reputation of an account that the rules don't name: 1. */
export const REPUTATION_DEFAULT_PPM = 1_000_000
/** Bounds of the reputation multiplier. */
export const REPUTATION_MIN_PPM = 500_000
export const REPUTATION_MAX_PPM = 2_000_000

/**
 * `rules.json`: what the weights of an epoch depend on besides scores.
 * - `influenceThresholds`: by index hash, the calibrated noise threshold, in 1e-6 of the index's unit
 * - `citationThreshold`: micro-nats
 * - `units`: near-duplicates: a later record's commitment → its unit's first registered record
 * - `reputationPpm`: by account; who isn't named has 1,000,000
 */
export const rulesSchema = z
  .strictObject({
    kind: z.literal('openledger.rules'),
    version: z.literal(1),
    codeHash: hex32Schema,
    w: z.literal(W.toString()),
    maxPaid: z.literal(MAX_PAID),
    exponent: z.union([z.literal(1), z.literal(2)]),
    influenceThresholds: z.record(hex32Schema, int64Schema),
    citationThreshold: int64Schema,
    units: z.record(hex32Schema, hex32Schema),
    reputationPpm: z.record(addressSchema, z.int().min(REPUTATION_MIN_PPM).max(REPUTATION_MAX_PPM)),
  })
  .refine((rules) => Object.values(rules.units).every((unit) => rules.units[unit] === undefined), {
    error: 'a unit must be a record that belongs to no other unit',
    path: ['units'],
  })
export type Rules = z.output<typeof rulesSchema>

/**
 * Makes the rules of an epoch, with the version and code hash of this library.
 * @throws EPOCH_RULES_INVALID
 */
export function makeRules(
  input: Pick<Rules, 'exponent' | 'influenceThresholds' | 'citationThreshold' | 'units' | 'reputationPpm'>,
): Rules {
  const rules: Rules = {
    kind: 'openledger.rules',
    version: 1,
    codeHash: RULES_CODE_HASH,
    w: W.toString(),
    maxPaid: MAX_PAID,
    ...input,
  }
  try {
    rulesSchema.parse(z.encode(rulesSchema, rules))
  } catch (cause) {
    throw new OpenLedgerError(coreErrors.EPOCH_RULES_INVALID, `The rules are invalid: ${String(cause)}`, { cause })
  }
  return rules
}

/** The bytes of `rules.json` as they are published. */
export function rulesBytes(rules: Rules): Uint8Array {
  return canonicalBytes(z.encode(rulesSchema, rules))
}

/** keccak of the canonical JSON of the rules: what the post names. */
export function rulesRoot(rules: Rules): Hex32 {
  return hashBytes(rulesBytes(rules))
}

/** Reads `rules.json`. @throws CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID */
export function parseRules(bytes: Uint8Array): Rules {
  return parseCanonical(rulesSchema, bytes, 'rules.json')
}
