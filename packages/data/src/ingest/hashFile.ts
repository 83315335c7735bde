import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** SHA-256 of a file as it streams, 64 hex digits: browsers' own digest wants it whole. */
export async function hashFile(blob: Blob, onBytes?: (bytes: number) => void): Promise<string> {
  const hash = sha256.create()
  let done = 0
  for await (const piece of blob.stream()) {
    hash.update(piece)
    done += piece.length
    onBytes?.(done)
  }
  return bytesToHex(hash.digest())
}
