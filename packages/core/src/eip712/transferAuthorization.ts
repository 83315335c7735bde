import type { Hex } from 'viem'
import { z } from 'zod'
import { type Address, addressSchema, toAddress } from '../primitives/address.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { recoverSigner } from './signature.ts'
import { createStructHasher } from './structHasher.ts'

/** EIP-3009's type: the authorisation of one transfer of a token, which anybody may hand in. */
export const TRANSFER_AUTHORIZATION_TYPES = {
  TransferWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const

const UINT256_MAX = 2n ** 256n - 1n

/** An unsigned 256-bit integer as decimal digits. */
const uint256Schema = z
  .string()
  .regex(/^[0-9]{1,78}$/, 'expected decimal digits')
  .transform(BigInt)
  .refine((value) => value <= UINT256_MAX, 'is more than 256 bits')

/** An address as wallets write it, in any case. */
const anyAddressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'expected 0x and 40 hex digits')
  .transform(toAddress)
  .pipe(addressSchema)

/** A transfer of `value` wei between the Unix seconds `validAfter` and `validBefore`, both excluded; `nonce` is free. */
export const transferAuthorizationSchema = z.object({
  from: anyAddressSchema,
  to: anyAddressSchema,
  value: uint256Schema,
  validAfter: uint256Schema,
  validBefore: uint256Schema,
  nonce: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(hex32Schema),
})
export type TransferAuthorization = z.output<typeof transferAuthorizationSchema>

/** Where it is valid: the chain, and the token on it as its EIP-712 domain names it. */
export type TokenDomain = {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

const digestOf = createStructHasher<TransferAuthorization>(TRANSFER_AUTHORIZATION_TYPES, 'TransferWithAuthorization')

/** Who signed. @throws SIGNATURE_MALFORMED */
export function recoverAuthorizer(
  message: TransferAuthorization,
  domain: TokenDomain,
  signature: Hex,
): Promise<Address> {
  const digest: Hex32 = digestOf(domain, message)
  return recoverSigner(digest, signature)
}
