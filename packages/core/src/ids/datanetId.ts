import { encodeAbiParameters, keccak256 } from 'viem'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** ID of a Datanet: one per chain, owner and slug. */
export function datanetId(input: { readonly chainId: number; readonly owner: Address; readonly slug: string }): Hex32 {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'uint256' }, { type: 'address' }, { type: 'string' }],
      [BigInt(input.chainId), input.owner, input.slug],
    ),
  )
}
