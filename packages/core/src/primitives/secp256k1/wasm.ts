import { recover, signRecoverable } from 'tiny-secp256k1'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { type Address, toAddress } from '../address.ts'
import type { Hex32 } from '../hex.ts'
import { keccak } from '../keccak/wasm.ts'
import type { SignedDigest } from './signedDigest.ts'

/** Ethereum's signatures by libsecp256k1 in WebAssembly: a sixth of the time of those in JavaScript. */

/**
 * The account that signed a digest.
 *
 * @param signature 65 bytes r, s, v with v 27 or 28 and low s; the caller sees to that
 * @throws RangeError when there is none
 */
export async function recoverSigner(digest: Hex32, signature: Hex): Promise<Address> {
  const bytes = hexToBytes(signature)
  const key = recover(hexToBytes(digest), bytes.subarray(0, 64), bytes[64] === 27 ? 0 : 1, false)
  if (key === null) throw new RangeError('No key signs like that.')
  return toAddress(bytesToHex(keccak(key.subarray(1)).subarray(12)))
}

/** Signs a digest (nonce by RFC 6979, low s): 65 bytes r, s, v. */
export async function signDigest(digest: Hex32, privateKey: Hex32): Promise<Hex> {
  const { signature, recoveryId } = signRecoverable(hexToBytes(digest), hexToBytes(privateKey))
  return `${bytesToHex(signature)}${recoveryId === 0 ? '1b' : '1c'}`
}

/** Whether one account signed all of them: each by itself. */
export async function allBy(account: Address, signed: readonly SignedDigest[]): Promise<boolean> {
  for (const { digest, signature } of signed) {
    const signer = await recoverSigner(digest, signature).catch(() => undefined)
    if (signer !== account) return false
  }
  return true
}
