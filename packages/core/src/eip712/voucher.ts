import type { Hex } from 'viem'
import { z } from 'zod'
import type { Address } from '../primitives/address.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { weiSchema } from '../primitives/wei.ts'
import { assertSigner, recoverSigner } from './signature.ts'
import { createStructHasher } from './structHasher.ts'

/** EIP-712 types of a voucher. */
export const VOUCHER_TYPES = {
  Voucher: [
    { name: 'channelId', type: 'bytes32' },
    { name: 'cumulative', type: 'uint128' },
  ],
} as const

/** A payer's promise: of this channel's deposit the operator may collect up to `cumulative` wei in all. */
export const voucherSchema = z.strictObject({ channelId: hex32Schema, cumulative: weiSchema })
export type Voucher = z.output<typeof voucherSchema>

/** Where it is valid: the chain, and the PaymentEscrow on it. */
export type VoucherDomain = { readonly chainId: number; readonly verifyingContract: Address }

const NAMED = { name: 'OpenLedger PaymentEscrow', version: '1' } as const
const digestOf = createStructHasher<Voucher>(VOUCHER_TYPES, 'Voucher')

/** Typed data to sign with any EIP-712 wallet. */
export function voucherTypedData(message: Voucher, domain: VoucherDomain) {
  return {
    domain: { ...NAMED, ...domain },
    types: VOUCHER_TYPES,
    primaryType: 'Voucher',
    message,
  } as const
}

/** EIP-712 digest. */
export function voucherDigest(message: Voucher, domain: VoucherDomain): Hex32 {
  return digestOf({ ...NAMED, ...domain }, message)
}

/** Who signed. @throws SIGNATURE_MALFORMED */
export function recoverVoucherSigner(message: Voucher, domain: VoucherDomain, signature: Hex): Promise<Address> {
  return recoverSigner(voucherDigest(message, domain), signature)
}

/** Asserts that `signer` (the channel's payer or its signer) signed. @throws SIGNATURE_MALFORMED, SIGNATURE_WRONG_SIGNER */
export function verifyVoucher(message: Voucher, domain: VoucherDomain, signature: Hex, signer: Address): Promise<void> {
  return assertSigner(voucherDigest(message, domain), signature, signer, 'voucher')
}
