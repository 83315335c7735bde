import { encodeAbiParameters } from 'viem'
import type { Address } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** ID of the grant by which a Datanet's owner lets a developer train on it. */
export function grantId(input: { readonly datanetId: Hex32; readonly developer: Address }): Hex32 {
  return hashHex(encodeAbiParameters([{ type: 'bytes32' }, { type: 'address' }], [input.datanetId, input.developer]))
}
