import { OpenLedgerError } from '../../errors/openLedgerError.ts'
import { coreErrors } from '../../errors.ts'
import type { Hasher } from '../../primitives/hash.ts'
import { compare32, isZero, readUint128 } from './packedBytes.ts'

/**
 * One pass over packed bytes: item i of `count` depends on the inputs alone, so that any ranges can be done anywhere, in
 * any order, by threads that share the buffers. Hashes take 32 bytes, sums 16 (uint128, big-endian).
 *
 * - `structLeaves`: EIP-712 struct hashes; `words` holds the ABI words of each leaf (`stride` bytes), `typeHash` precedes them.
 * - `claimLeaves`: OpenZeppelin's double hash of the same `words`.
 * - `plainNodes`: the layer above `below` (of `countBelow` nodes), protocol §2.
 * - `sumNodes`: the same of a sum tree.
 * - `claimNodes`: the same of the claims tree, whose hash has no left and right.
 */
export type HashPass =
  | {
      readonly op: 'structLeaves'
      readonly count: number
      readonly typeHash: Uint8Array
      readonly words: Uint8Array
      readonly stride: number
      readonly hashes: Uint8Array
    }
  | {
      readonly op: 'claimLeaves'
      readonly count: number
      readonly words: Uint8Array
      readonly stride: number
      readonly hashes: Uint8Array
    }
  | LayerPass<'plainNodes'>
  | LayerPass<'claimNodes'>
  | {
      readonly op: 'sumNodes'
      readonly count: number
      readonly countBelow: number
      readonly below: Uint8Array
      readonly sumsBelow: Uint8Array
      readonly hashes: Uint8Array
      readonly sums: Uint8Array
    }

type PassOf<Op extends HashPass['op']> = Extract<HashPass, { op: Op }>

/** One layer of hashes from the layer below it. */
type LayerPass<Op extends string> = {
  readonly op: Op
  readonly count: number
  readonly countBelow: number
  readonly below: Uint8Array
  readonly hashes: Uint8Array
}

/**
 * Does items `from` … `to − 1` of a pass.
 * @throws MERKLE_SUM_OVERFLOW
 */
export function runHashPass(pass: HashPass, from: number, to: number, hasher: Hasher): void {
  if (pass.op === 'structLeaves') structLeaves(pass, from, to, hasher)
  else if (pass.op === 'claimLeaves') claimLeaves(pass, from, to, hasher)
  else if (pass.op === 'plainNodes') plainNodes(pass, from, to, hasher)
  else if (pass.op === 'sumNodes') sumNodes(pass, from, to, hasher)
  else claimNodes(pass, from, to, hasher)
}

function structLeaves(pass: PassOf<'structLeaves'>, from: number, to: number, hasher: Hasher): void {
  const preimage = new Uint8Array(32 + pass.stride)
  preimage.set(pass.typeHash, 0)
  for (let i = from; i < to; i++) {
    preimage.set(pass.words.subarray(i * pass.stride, (i + 1) * pass.stride), 32)
    pass.hashes.set(hasher(preimage), 32 * i)
  }
}

function claimLeaves(pass: PassOf<'claimLeaves'>, from: number, to: number, hasher: Hasher): void {
  const preimage = new Uint8Array(pass.stride)
  for (let i = from; i < to; i++) {
    preimage.set(pass.words.subarray(i * pass.stride, (i + 1) * pass.stride))
    pass.hashes.set(hasher(hasher(preimage)), 32 * i)
  }
}

function plainNodes(pass: PassOf<'plainNodes'>, from: number, to: number, hasher: Hasher): void {
  const { below, countBelow } = pass
  const preimage = new Uint8Array(65)
  preimage[0] = 0x01
  for (let i = from; i < to; i++) {
    preimage.fill(0, 33)
    preimage.set(below.subarray(64 * i, Math.min(64 * i + 64, 32 * countBelow)), 1)
    if (isZero(preimage, 1, 64)) pass.hashes.fill(0, 32 * i, 32 * i + 32)
    else pass.hashes.set(hasher(preimage), 32 * i)
  }
}

function sumNodes(pass: PassOf<'sumNodes'>, from: number, to: number, hasher: Hasher): void {
  const { below, sumsBelow, countBelow } = pass
  const preimage = new Uint8Array(97)
  preimage[0] = 0x02
  for (let i = from; i < to; i++) {
    const left = 2 * i
    const hasRight = left + 1 < countBelow
    preimage.set(below.subarray(32 * left, 32 * left + 32), 1)
    preimage.set(sumsBelow.subarray(16 * left, 16 * left + 16), 33)
    if (hasRight) {
      preimage.set(below.subarray(32 * left + 32, 32 * left + 64), 49)
      preimage.set(sumsBelow.subarray(16 * left + 16, 16 * left + 32), 81)
    } else preimage.fill(0, 49)
    addUint128(preimage, pass.sums, 16 * i)
    if (isZero(preimage, 1, 96)) pass.hashes.fill(0, 32 * i, 32 * i + 32)
    else pass.hashes.set(hasher(preimage), 32 * i)
  }
}

/** Adds the two sums of a sum node's preimage into `sums` at `at`. */
function addUint128(preimage: Uint8Array, sums: Uint8Array, at: number): void {
  let carry = 0
  for (let i = 15; i >= 0; i--) {
    const digit = (preimage[33 + i] ?? 0) + (preimage[81 + i] ?? 0) + carry
    sums[at + i] = digit & 0xff
    carry = digit >> 8
  }
  if (carry === 0) return
  const [left, right] = [readUint128(preimage, 33), readUint128(preimage, 81)]
  throw new OpenLedgerError(coreErrors.MERKLE_SUM_OVERFLOW, `${left} + ${right} passes 2^128 - 1.`)
}

function claimNodes(pass: PassOf<'claimNodes'>, from: number, to: number, hasher: Hasher): void {
  const { below, countBelow } = pass
  const preimage = new Uint8Array(64)
  for (let i = from; i < to; i++) {
    const [left, right] = [64 * i, 64 * i + 32]
    // An empty right sibling is the smaller one.
    const hasRight = right < 32 * countBelow
    const swap = !hasRight || compare32(below, left, below, right) > 0
    preimage.set(below.subarray(left, left + 32), swap ? 32 : 0)
    if (hasRight) preimage.set(below.subarray(right, right + 32), swap ? 0 : 32)
    else preimage.fill(0, 0, 32)
    if (isZero(preimage, 0, 64)) pass.hashes.fill(0, 32 * i, 32 * i + 32)
    else pass.hashes.set(hasher(preimage), 32 * i)
  }
}
