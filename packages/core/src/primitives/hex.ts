import type { Hex } from 'viem'
import { z } from 'zod'

/** 32 bytes as `0x` and 64 lower-case hex digits. */
export type Hex32 = Hex

/** Any whole number of bytes as lower-case `0x` hex. */
export const hexSchema = z.custom<Hex>((value) => typeof value === 'string' && /^0x([0-9a-f]{2})*$/.test(value), {
  error: 'expected lower-case 0x hex of whole bytes',
})

/** 32 bytes as lower-case `0x` hex. */
export const hex32Schema = z.custom<Hex32>((value) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value), {
  error: 'expected 0x and 64 lower-case hex digits',
})

/** A 65-byte signature (r, s, v) as lower-case `0x` hex. */
export const signatureSchema = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-f]{130}$/.test(value), {
  error: 'expected 0x and 130 lower-case hex digits (r, s, v)',
})

/** 32 zero bytes: the empty node, "no previous", "no index". */
export const ZERO_HEX32: Hex32 = `0x${'0'.repeat(64)}`
