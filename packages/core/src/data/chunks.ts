import { stringToBytes } from 'viem'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { canonicalJson } from '../json/canonicalJson.ts'

/** Most leaves in a chunk. */
export const CHUNK_LEAVES_MAX = 256
/** Most bytes in a chunk. */
export const CHUNK_BYTES_MAX = 65_536

/**
 * Cuts a tree's leaves into chunks: canonical JSON arrays of aligned runs. The chunk size is the
 * greatest power of two ≤ 256 with which every chunk fits 64 KB.
 * @param leaves as they stand in JSON, in tree order
 * @throws DATA_LEAF_TOO_LARGE, CORE_JSON_INVALID
 */
export function cutChunks(leaves: readonly unknown[]): {
  readonly chunkSize: number
  readonly chunks: readonly Uint8Array[]
} {
  const texts = leaves.map((leaf) => canonicalJson(leaf))
  for (let chunkSize = CHUNK_LEAVES_MAX; chunkSize >= 1; chunkSize /= 2) {
    const chunks: Uint8Array[] = []
    for (let start = 0; start < texts.length; start += chunkSize)
      chunks.push(stringToBytes(`[${texts.slice(start, start + chunkSize).join(',')}]`))
    if (chunks.every((chunk) => chunk.length <= CHUNK_BYTES_MAX)) return { chunkSize, chunks }
  }
  throw new OpenLedgerError(coreErrors.DATA_LEAF_TOO_LARGE, `A leaf alone passes ${CHUNK_BYTES_MAX} bytes.`)
}
