import { bytesToHex } from 'viem'
import type { Hex32 } from '../../primitives/hex.ts'
import { uint128 } from '../../primitives/integers.ts'

/** Gives a zeroed buffer; one over shared memory lets several threads fill it. */
export type Allocate = (bytes: number) => Uint8Array

const digit = new Uint8Array(128)
for (const [value, code] of [...'0123456789abcdef'].entries()) digit[code.charCodeAt(0)] = value

/**
 * Writes lower-case `0x` hex, as the schemas of `primitives/` have checked it.
 * @param at first byte in `target`
 */
export function writeHex(target: Uint8Array, at: number, hex: string): void {
  for (let i = 2, to = at; i < hex.length; i += 2, to++) {
    target[to] = ((digit[hex.charCodeAt(i)] ?? 0) << 4) | (digit[hex.charCodeAt(i + 1)] ?? 0)
  }
}

/**
 * Writes an unsigned 128-bit integer, big-endian, 16 bytes.
 * @throws CORE_INTEGER_RANGE
 */
export function writeUint128(target: DataView, at: number, value: bigint, name: string): void {
  uint128(value, name)
  target.setBigUint64(at, value >> 64n)
  target.setBigUint64(at + 8, value & 0xffff_ffff_ffff_ffffn)
}

/** Reads what {@link writeUint128} wrote. */
export function readUint128(bytes: Uint8Array, at: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 16)
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8)
}

/** Reads 32 bytes as hex. */
export function readHex32(bytes: Uint8Array, at: number): Hex32 {
  return bytesToHex(bytes.subarray(at, at + 32))
}

/** Whether a range holds zeros alone. */
export function isZero(bytes: Uint8Array, at: number, length: number): boolean {
  for (let i = at; i < at + length; i++) if (bytes[i] !== 0) return false
  return true
}

/** Order of two 32-byte strings. */
export function compare32(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  for (let i = 0; i < 32; i++) {
    const difference = (a[atA + i] ?? 0) - (b[atB + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
