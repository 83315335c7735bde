import canonicalize from 'canonicalize'
import { stringToBytes } from 'viem'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { hashText } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

const DEPTH_MAX = 64

/** What has no canonical form, and where. */
type Flaw = { readonly path: string; readonly why: string }

const flaw = (why: string): Flaw => ({ path: '', why })
const inside = (step: string, found: Flaw | undefined): Flaw | undefined =>
  found && { path: `${step}${found.path}`.slice(0, 200), why: found.why }

/** Finds the first thing that different languages could print differently. The path is only built when there is one. */
function findFlaw(value: unknown, depth: number): Flaw | undefined {
  if (depth > DEPTH_MAX) return flaw(`nested deeper than ${DEPTH_MAX}`)
  if (value === null || typeof value === 'boolean') return undefined
  if (typeof value === 'string') return value.isWellFormed() ? undefined : flaw('a lone surrogate is not text')
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? undefined : flaw(`${value} is not an integer up to 2^53 - 1`)
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = findFlaw(value[i], depth + 1)
      if (found !== undefined) return inside(`[${i}]`, found)
    }
    return undefined
  }
  if (typeof value !== 'object') return flaw(`a ${typeof value} has no canonical form`)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return flaw('only plain objects have a canonical form')
  for (const [key, entry] of Object.entries(value)) {
    if (!key.isWellFormed()) return flaw('a key holds a lone surrogate')
    const found = findFlaw(entry, depth + 1)
    if (found !== undefined) return inside(`.${key}`, found)
  }
  return undefined
}

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
