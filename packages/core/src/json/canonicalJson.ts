import canonicalize from 'canonicalize'
import { stringToBytes } from 'viem'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { hashText } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { type Flaw, findFlaw, flaw } from './findFlaw.ts'

function refuse({ path, why }: Flaw): never {
  throw new OpenLedgerError(coreErrors.CORE_JSON_INVALID, `At ${path === '' ? 'the top' : path}: ${why}.`)
}

/**
 * The one text of a value: RFC 8785 (JCS), narrowed to strings, booleans, null, arrays, objects and
 * integers up to 2^53 - 1, so that every language prints the same bytes.
 * @throws CORE_JSON_INVALID for fractions, larger integers, bigint, undefined, class instances, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  const found = findFlaw(value, 0)
  if (found !== undefined) refuse(found)
  const text = canonicalize(value)
  if (text === undefined) refuse(flaw('the value has no canonical form'))
  return text
}

/** UTF-8 bytes of {@link canonicalJson}. */
export function canonicalBytes(value: unknown): Uint8Array {
  return stringToBytes(canonicalJson(value))
}

/** Keccak-256 of {@link canonicalBytes}. */
export function canonicalHash(value: unknown): Hex32 {
  return hashText(canonicalJson(value))
}
