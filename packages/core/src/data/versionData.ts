import { z } from 'zod'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { canonicalBytes } from '../json/canonicalJson.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { type VersionLeaf, versionLeaf, versionLeafSchema } from '../leaves/versionLeaf.ts'
import { plainRoot } from '../merkle/plainTree.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** The published list of a version's records, ascending commitment, each once. */
export const versionDataSchema = z
  .array(versionLeafSchema)
  .min(1)
  .refine((leaves) => leaves.every((leaf, i) => i === 0 || (leaves[i - 1]?.commitment ?? '') < leaf.commitment), {
    error: 'records must ascend by commitment, each once',
  })

/** Sorts a version's records into leaf order. @throws CORE_INPUT_INVALID when a commitment appears twice */
export function sortVersion(records: readonly VersionLeaf[]): VersionLeaf[] {
  const sorted = [...records].sort((a, b) => (a.commitment < b.commitment ? -1 : a.commitment > b.commitment ? 1 : 0))
  for (const [i, leaf] of sorted.entries()) {
    if (sorted[i - 1]?.commitment === leaf.commitment) {
      throw new OpenLedgerError(
        coreErrors.CORE_INPUT_INVALID,
        `The commitment ${leaf.commitment} is twice in the version.`,
      )
    }
  }
  return sorted
}

/** Root of a version: over its records in leaf order. @throws CORE_INPUT_INVALID */
export function versionRoot(records: readonly VersionLeaf[]): Hex32 {
  return plainRoot(sortVersion(records).map((leaf) => versionLeaf(leaf)))
}

/** The bytes that are published for a version (`versions[].data`). @throws CORE_INPUT_INVALID */
export function versionDataBytes(records: readonly VersionLeaf[]): Uint8Array {
  return canonicalBytes(sortVersion(records).map(({ commitment, contributor }) => ({ commitment, contributor })))
}

/** Reads the published list of a version strictly. @throws CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID */
export function parseVersionData(bytes: Uint8Array): VersionLeaf[] {
  return parseCanonical(versionDataSchema, bytes, 'version data')
}
