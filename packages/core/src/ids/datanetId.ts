import { encodeAbiParameters } from 'viem'
import type { Address } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** ID of a Datanet: one per chain, owner and slug. */
export function datanetId(input: { readonly chainId: number; readonly owner: Address; readonly slug: string }): Hex32 {
  return hashHex(
    encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'address' }, { type: 'string' }],
      [BigInt(input.chainId), input.owner, input.slug],
    ),
  )
}
