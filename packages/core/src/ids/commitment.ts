import { encodeAbiParameters } from 'viem'
import type { Address } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** What a commitment binds. The salt is 32 random bytes that the contributor keeps until the upload. */
export type CommitmentInput = {
  readonly chainId: number
  readonly datanetId: Hex32
  readonly contributor: Address
  readonly recordId: Hex32
  readonly salt: Hex32
}

const parameters = [
  { type: 'uint256' },
  { type: 'bytes32' },
  { type: 'address' },
  { type: 'bytes32' },
  { type: 'bytes32' },
] as const

/** Commitment of a record: all that the chain holds of it. Salted, so that guessable text isn't revealed; with its contributor, so that it can't be stolen. */
export function commitment(input: CommitmentInput): Hex32 {
  return hashHex(
    encodeAbiParameters(parameters, [
      BigInt(input.chainId),
      input.datanetId,
      input.contributor,
      input.recordId,
      input.salt,
    ]),
  )
}
