import { canonicalJson } from './canonicalJson.ts'
import { findFlaw } from './findFlaw.ts'

/**
 * Whether a text is the canonical one of the value that was parsed from it: what comparing with {@link canonicalJson} says,
 * for most texts in a fraction of its time. RFC 8785 writes texts and integers as JSON.stringify does. So a text is
 * canonical if printing the value gives it back (no spaces, no repeated keys, no other number forms), the keys of every
 * object ascend, and no value lacks a canonical form. Where that is not so the canonical form itself decides: JavaScript
 * moves keys that look like integers.
 */
export function isCanonicalText(value: unknown, text: string): boolean {
  if (findFlaw(value, 0) !== undefined) return false
  return (keysAscend(value) && JSON.stringify(value) === text) || canonicalJson(value) === text
}

/** Of a value whose depth is bounded: {@link findFlaw} has seen to that. */
function keysAscend(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(keysAscend)
  let before: string | undefined
  for (const [key, entry] of Object.entries(value)) {
    // UTF-16 code units, as RFC 8785 sorts them.
    if ((before !== undefined && before >= key) || !keysAscend(entry)) return false
    before = key
  }
  return true
}
