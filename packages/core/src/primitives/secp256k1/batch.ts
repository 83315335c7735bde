import { Field, FpInvertBatch } from '@noble/curves/abstract/modular'
import { secp256k1 } from '@noble/curves/secp256k1'
import { hexToBytes, recoverPublicKey } from 'viem'
import { publicKeyToAddress } from 'viem/accounts'
import { type Address, toAddress } from '../address.ts'
import type { SignedDigest } from './signedDigest.ts'

const Point = secp256k1.ProjectivePoint
type Point = InstanceType<typeof Point>
const { n: ORDER, Fp } = secp256k1.CURVE
const Fn = Field(ORDER)
/** Bits of the random factors: a wrong signature passes with a chance of 2^-128. */
const FACTOR_BITS = 128

/**
 * Whether one account signed all of them, by one equation in place of as many recoveries (Antipa et al., 2005; Naccache et
 * al., 1994: batch verification of ECDSA whose R is known, as v tells it here).
 *
 * Signature i recovers the key Q exactly if s_i·R_i = h_i·G + r_i·Q. With random factors z_i of 128 bits, drawn after the
 * signatures are known, Σ z_i·R_i = (Σ z_i·h_i/s_i)·G + (Σ z_i·r_i/s_i)·Q holds for keys that are all Q, and else with a
 * chance of 2^-128. Q is recovered from the first signature.
 *
 * @param signed each 65 bytes r, s, v with v 27 or 28 and low s; the caller sees to that
 * @returns false where some signature is another's or none; which one, recovering them one by one tells
 */
export async function allBy(account: Address, signed: readonly SignedDigest[]): Promise<boolean> {
  const [first] = signed
  if (first === undefined) return true
  const key = await recoverPublicKey({ hash: first.digest, signature: first.signature }).catch(() => undefined)
  if (key === undefined || toAddress(publicKeyToAddress(key)) !== account) return false
  const parts = signed.map(({ digest, signature }) => ({
    h: Fn.create(BigInt(digest)),
    r: BigInt(signature.slice(0, 66)),
    s: BigInt(`0x${signature.slice(66, 130)}`),
    odd: signature.endsWith('1c'),
  }))
  if (parts.some(({ r, s }) => r === 0n || r >= ORDER || s === 0n || s >= ORDER)) return false
  const points: Point[] = []
  for (const { r, odd } of parts) {
    const point = lift(r, odd)
    if (point === undefined) return false
    points.push(point)
  }
  const inverses = FpInvertBatch(
    Fn,
    parts.map(({ s }) => s),
  )
  const factors = randomFactors(parts.length)
  let [ofG, ofQ] = [0n, 0n]
  for (const [i, { h, r }] of parts.entries()) {
    const factor = Fn.mul(factors[i] ?? 0n, inverses[i] ?? 0n)
    ofG = Fn.create(ofG + factor * h)
    ofQ = Fn.create(ofQ + factor * r)
  }
  const left = sumOf(points, factors)
  const right = times(Point.BASE, ofG).add(times(Point.fromHex(hexToBytes(key)), ofQ))
  return left.equals(right)
}

/** The point of the curve with this x, and a y that is odd or even; undefined where there is none. */
function lift(x: bigint, odd: boolean): Point | undefined {
  try {
    const root = Fp.sqrt(Fp.create(x * x * x + 7n))
    return Point.fromAffine({ x, y: (root & 1n) === (odd ? 1n : 0n) ? root : Fp.neg(root) })
  } catch {
    return undefined
  }
}

/** The library's `multiplyUnsafe` (1.9.0) is wrong for the generator; `multiply` takes no 0. */
function times(point: Point, factor: bigint): Point {
  return factor === 0n ? Point.ZERO : point.multiply(factor)
}

/** From the system's source of randomness: who made the signatures can't foresee them. */
function randomFactors(count: number): bigint[] {
  const words = new BigUint64Array(2)
  return Array.from({ length: count }, () => {
    crypto.getRandomValues(words)
    return ((words[0] ?? 0n) << 64n) | (words[1] ?? 0n)
  })
}

/** Σ factor·point by buckets of digits (Pippenger), for factors of 128 bits. */
function sumOf(points: readonly Point[], factors: readonly bigint[]): Point {
  const bits = Math.min(12, Math.max(2, Math.floor(Math.log2(points.length + 1)) - 2))
  let sum = Point.ZERO
  for (let shift = Math.floor((FACTOR_BITS - 1) / bits) * bits; shift >= 0; shift -= bits) {
    for (let i = 0; i < bits; i++) sum = sum.double()
    const buckets: (Point | undefined)[] = Array.from({ length: 1 << bits }, () => undefined)
    for (const [i, point] of points.entries()) {
      const digit = Number(((factors[i] ?? 0n) >> BigInt(shift)) & BigInt((1 << bits) - 1))
      if (digit === 0) continue
      const there = buckets[digit]
      buckets[digit] = there === undefined ? point : there.add(point)
    }
    let running = Point.ZERO
    let all = Point.ZERO
    for (let digit = buckets.length - 1; digit > 0; digit--) {
      const there = buckets[digit]
      if (there !== undefined) running = running.add(there)
      all = all.add(running)
    }
    sum = sum.add(all)
  }
  return sum
}
