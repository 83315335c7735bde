import { z } from 'zod'

/**
 * Lower-case `0x` hex of an exact length. At run time a plain string schema with a pattern, so that the
 * OpenAPI file shows the pattern; the type is viem's hex string.
 */
function fixedHex(bytes: number): z.ZodType<`0x${string}`, `0x${string}`> {
  return hexOf(new RegExp(`^0x[0-9a-f]{${bytes * 2}}$`), `must be ${bytes} bytes of lower-case hex after 0x`)
}

function hexOf(pattern: RegExp, message: string): z.ZodType<`0x${string}`, `0x${string}`> {
  const schema: unknown = z.string().regex(pattern, message)
  return schema as z.ZodType<`0x${string}`, `0x${string}`>
}

/** 32 bytes as lower-case `0x` hex: hashes, ids, salts, roots. */
export const hash32Schema = fixedHex(32)

/** An account or a contract: 20 bytes as lower-case `0x` hex (no checksum casing on the wire). */
export const addressSchema = fixedHex(20)

/** A 65-byte signature (r, s, v) as lower-case `0x` hex. */
export const signatureSchema = fixedHex(65)

/** What a wallet signs with: 65 bytes of a key, or whatever its code takes (ERC-1271), at most 4,096 bytes. */
export const walletSignatureSchema: z.ZodType<`0x${string}`, `0x${string}`> = hexOf(
  /^0x([0-9a-f]{2}){1,4096}$/,
  'must be 1 to 4,096 bytes of lower-case hex after 0x',
)

/** Any bytes, at most `max`, as lower-case `0x` hex. */
export function bytesSchema(max: number): z.ZodType<`0x${string}`, `0x${string}`> {
  const schema: unknown = z
    .string()
    .max(2 + 2 * max)
    .regex(/^0x([0-9a-f]{2})*$/, 'must be lower-case hex of whole bytes after 0x')
  return schema as z.ZodType<`0x${string}`, `0x${string}`>
}

/** An unsigned amount as a decimal string without leading zeros: wei of OPEN, weights, cumulative sums. */
export const weiTextSchema = z.string().regex(/^(0|[1-9][0-9]{0,77})$/, 'must be a decimal string')

/** An unsigned 64-bit integer as a decimal string: sequences and times inside signed structures. */
export const uint64TextSchema = z.string().regex(/^(0|[1-9][0-9]{0,19})$/, 'must be a decimal string')

/** A signed integer as a decimal string: attribution scores. */
export const signedIntegerSchema = z.string().regex(/^(0|-?[1-9][0-9]{0,77})$/, 'must be a decimal string')

/** An unsigned integer that a JSON number holds exactly: counts, sequences, block numbers. */
export const countSchema = z.int().min(0)

/** Unix time in seconds. */
export const timeSchema = z.int().min(0)

/** A share in 1/10,000. */
export const bpsSchema = z.int().min(0).max(10_000)

/** A share in 1/1,000,000. */
export const ppmSchema = z.int().min(0).max(1_000_000)

/** A name in a URL: Datanet slugs, model names. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'must be 1 to 64 of a-z 0-9 . _ -')

export type Hash32 = z.infer<typeof hash32Schema>
export type Address = z.infer<typeof addressSchema>
export type Signature = z.infer<typeof signatureSchema>

/** Text that a database keeps as it is: well-formed Unicode without the character 0. */
export function keptTextSchema(max: number) {
  return z
    .string()
    .min(1)
    .max(max)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be well-formed text without the character 0')
}

/** A whole number as paths and queries have it: decimal digits and nothing else. */
export function numberParam({ min, max = Number.MAX_SAFE_INTEGER }: { readonly min: number; readonly max?: number }) {
  const digits = z
    .string()
    .regex(/^\d{1,16}$/, 'expected decimal digits')
    .transform(Number)
  return z
    .union([z.int(), digits])
    .pipe(z.int().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max })
}
