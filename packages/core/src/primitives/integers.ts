import { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'

/** Greatest values of the widths that the protocol uses. */
export const UINT32_MAX = 2 ** 32 - 1
export const UINT64_MAX = 2n ** 64n - 1n
export const UINT128_MAX = 2n ** 128n - 1n
export const INT64_MIN = -(2n ** 63n)
export const INT64_MAX = 2n ** 63n - 1n

/** An integer up to 8 bits: a JSON number. */
export const uint8Schema = z.int().min(0).max(255)

/** An integer up to 32 bits: a JSON number. */
export const uint32Schema = z.int().min(0).max(UINT32_MAX)

const decimal = (low: bigint, high: bigint) =>
  z.codec(
    z
      .string()
      .max(40)
      .regex(/^(0|-?[1-9][0-9]*)$/, 'expected a decimal integer without leading zeros'),
    z.bigint().min(low).max(high),
    {
      decode: (text) => BigInt(text),
      encode: (value) => value.toString(),
    },
  )

/** An unsigned 64-bit integer: bigint here, a decimal string in JSON. */
export const uint64Schema = decimal(0n, UINT64_MAX)

/** A signed 64-bit integer: bigint here, a decimal string in JSON. */
export const int64Schema = decimal(INT64_MIN, INT64_MAX)

/** An unsigned 128-bit integer: bigint here, a decimal string in JSON. */
export const uint128Schema = decimal(0n, UINT128_MAX)

/**
 * Asserts that an integer lies in a range, and returns it.
 * @param name what the error calls it
 * @throws CORE_INTEGER_RANGE
 */
export function inRange(value: bigint, low: bigint, high: bigint, name: string): bigint {
  if (value < low || value > high) {
    throw new OpenLedgerError(coreErrors.CORE_INTEGER_RANGE, `${name} is ${value}, outside ${low} to ${high}.`)
  }
  return value
}

/** Asserts an unsigned 128-bit integer. @throws CORE_INTEGER_RANGE */
export function uint128(value: bigint, name: string): bigint {
  return inRange(value, 0n, UINT128_MAX, name)
}

/** Asserts an unsigned 64-bit integer. @throws CORE_INTEGER_RANGE */
export function uint64(value: bigint, name: string): bigint {
  return inRange(value, 0n, UINT64_MAX, name)
}

/**
 * Asserts an unsigned integer of up to 32 bits held in a number.
 * @throws CORE_INTEGER_RANGE
 */
export function uint32(value: number, name: string): number {
  if (!Number.isInteger(value) || value < 0 || value > UINT32_MAX) {
    throw new OpenLedgerError(coreErrors.CORE_INTEGER_RANGE, `${name} is ${value}, outside 0 to ${UINT32_MAX}.`)
  }
  return value
}
