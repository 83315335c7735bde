import { canonicalHash } from '../json/canonicalJson.ts'
import type { Hex32 } from '../primitives/hex.ts'

/**
 * Content address of a record: keccak of the canonical JSON of its content.
 * @throws CORE_JSON_INVALID when the content has no canonical form
 */
export function recordId(content: unknown): Hex32 {
  return canonicalHash(content)
}
