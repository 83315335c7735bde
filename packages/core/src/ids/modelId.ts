import { encodeAbiParameters } from 'viem'
import type { Address } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** What a model ID binds. Hashes are 0 where the model has no such part (a plain base model has no adapter and no manifest). */
export type ModelIdInput = {
  readonly chainId: number
  readonly developer: Address
  readonly baseHash: Hex32
  readonly adapterHash: Hex32
  readonly manifestHash: Hex32
  readonly name: string
}

const parameters = [
  { type: 'uint256' },
  { type: 'address' },
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'string' },
] as const

/** ID of a registered, priced model. */
export function modelId(input: ModelIdInput): Hex32 {
  return hashHex(
    encodeAbiParameters(parameters, [
      BigInt(input.chainId),
      input.developer,
      input.baseHash,
      input.adapterHash,
      input.manifestHash,
      input.name,
    ]),
  )
}
