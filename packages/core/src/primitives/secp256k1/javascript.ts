import { type Hex, recoverAddress } from 'viem'
import { sign } from 'viem/accounts'
import { type Address, toAddress } from '../address.ts'
import type { Hex32 } from '../hex.ts'

/** Ethereum's signatures in JavaScript, for pages: their Content-Security-Policy lets no WebAssembly run. As in wasm.ts. */

export async function recoverSigner(digest: Hex32, signature: Hex): Promise<Address> {
  return toAddress(await recoverAddress({ hash: digest, signature }))
}

export async function signDigest(digest: Hex32, privateKey: Hex32): Promise<Hex> {
  return sign({ hash: digest, privateKey, to: 'hex' })
}

export { allBy } from './batch.ts'
