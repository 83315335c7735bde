import canonicalize from 'canonicalize'
import { stringToBytes } from 'viem'
import { coreErrors } from '../errors.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { hashText } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

const DEPTH_MAX = 64

function refuse(path: string, why: string): never {
  throw new OpenLedgerError(coreErrors.CORE_JSON_INVALID, `At ${path === '' ? 'the top' : path}: ${why}.`)
}

/** Refuses all that different languages could print differently, before the text is made. */
function check(value: unknown, path: string, depth: number): void {
  if (depth > DEPTH_MAX) refuse(path.slice(0, 200), `nested deeper than ${DEPTH_MAX}`)
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') {
    if (!value.isWellFormed()) refuse(path, 'a lone surrogate is not text')
    return
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) refuse(path, `${value} is not an integer up to 2^53 - 1`)
    return
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) check(value[i], `${path}[${i}]`, depth + 1)
    return
  }
  if (typeof value !== 'object') refuse(path, `a ${typeof value} has no canonical form`)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) refuse(path, 'only plain objects have a canonical form')
  for (const [key, entry] of Object.entries(value)) {
    if (!key.isWellFormed()) refuse(path, 'a key holds a lone surrogate')
    check(entry, `${path}.${key}`, depth + 1)
  }
}

/**
 * The one text of a value: RFC 8785 (JCS), narrowed to strings, booleans, null, arrays, objects and
 * integers up to 2^53 - 1, so that every language prints the same bytes.
 * @throws CORE_JSON_INVALID for fractions, larger integers, bigint, undefined, class instances, lone surrogates
 */
export function canonicalJson(value: unknown): string {
  check(value, '', 0)
  const text = canonicalize(value)
  if (text === undefined) refuse('', 'the value has no canonical form')
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
