import type { Hex } from 'viem'
import type { Hex32 } from '../hex.ts'

/** A digest and a signature of it: 65 bytes r, s, v with v 27 or 28 and low s. */
export type SignedDigest = { readonly digest: Hex32; readonly signature: Hex }
