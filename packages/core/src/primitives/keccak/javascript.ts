import { keccak256 } from 'viem'

/** Keccak-256 in JavaScript, for pages: their Content-Security-Policy lets no WebAssembly run. */
export function keccak(bytes: Uint8Array): Uint8Array {
  return keccak256(bytes, 'bytes')
}
