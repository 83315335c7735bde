import { type Hex, hexToBytes, keccak256 } from 'viem'

/**
 * Whether a block's bloom filter admits that a log of the block has this address or topic. A yes may be wrong, a no is not.
 * @param bloom 256 bytes
 */
export function bloomMayHold(bloom: Hex, word: Hex): boolean {
  const hash = keccak256(hexToBytes(word), 'bytes')
  for (let i = 0; i < 6; i += 2) {
    const bit = (((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0)) & 2047
    const at = 2 + 2 * (255 - (bit >> 3))
    if ((Number.parseInt(bloom.slice(at, at + 2), 16) & (1 << (bit & 7))) === 0) return false
  }
  return true
}
