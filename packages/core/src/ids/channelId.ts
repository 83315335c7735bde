import { encodeAbiParameters } from 'viem'
import type { Address } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** What a channel is: `signer === payer` means that only the payer signs vouchers. */
export type ChannelKey = {
  readonly chainId: number
  readonly escrow: Address
  readonly payer: Address
  readonly operator: Address
  readonly signer: Address
}

const parameters = [
  { type: 'uint256' },
  { type: 'address' },
  { type: 'address' },
  { type: 'address' },
  { type: 'address' },
] as const

/** ID of a payment channel. */
export function channelId(key: ChannelKey): Hex32 {
  return hashHex(
    encodeAbiParameters(parameters, [BigInt(key.chainId), key.escrow, key.payer, key.operator, key.signer]),
  )
}
