import { bytesToHex, type Hex, hexToBytes, stringToBytes } from 'viem'
import { keccak as fastest } from '#keccak'
import type { Hex32 } from './hex.ts'

/** A 32-byte hash function: what every tree builder takes as a parameter. */
export type Hasher = (bytes: Uint8Array) => Uint8Array

/** Keccak-256, the protocol's hash; in pages in JavaScript, elsewhere in WebAssembly. */
export const keccak: Hasher = fastest

/** Keccak-256 of bytes as hex: the address of a blob. */
export function hashBytes(bytes: Uint8Array): Hex32 {
  return bytesToHex(keccak(bytes))
}

/** Keccak-256 of what hex stands for: ABI-encoded words, mostly. */
export function hashHex(hex: Hex): Hex32 {
  return hashBytes(hexToBytes(hex))
}

/** Keccak-256 of a text's UTF-8 bytes. */
export function hashText(text: string): Hex32 {
  return hashBytes(stringToBytes(text))
}

/**
 * Salted hash of a text: what a receipt says of request and answer.
 * @param salt 32 random bytes, one salt a call, kept by gateway and caller
 * @param text canonical JSON of the messages, or the answer's text
 */
export function saltedHash(salt: Hex32, text: string): Hex32 {
  const utf8 = stringToBytes(text)
  const bytes = new Uint8Array(32 + utf8.length)
  bytes.set(hexToBytes(salt, { size: 32 }), 0)
  bytes.set(utf8, 32)
  return bytesToHex(keccak(bytes))
}
