import { encodeAbiParameters } from 'viem'
import type { Address } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** ID of a contribution: the same batch of the same contributor in the same Datanet is the same contribution. */
export function contributionId(input: {
  readonly datanetId: Hex32
  readonly contributor: Address
  readonly root: Hex32
}): Hex32 {
  return hashHex(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'address' }, { type: 'bytes32' }],
      [input.datanetId, input.contributor, input.root],
    ),
  )
}
