import type { Hex } from 'viem'
import { z } from 'zod'
import type { Address } from '../primitives/address.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { uint32Schema, uint64Schema } from '../primitives/integers.ts'
import { weiSchema } from '../primitives/wei.ts'
import { assertSigner, recoverSigner } from './signature.ts'
import { createStructHasher } from './structHasher.ts'

/** EIP-712 types of a receipt. */
export const RECEIPT_TYPES = {
  Receipt: [
    { name: 'callId', type: 'bytes32' },
    { name: 'channelId', type: 'bytes32' },
    { name: 'sequence', type: 'uint64' },
    { name: 'cumulativeBefore', type: 'uint128' },
    { name: 'cumulativeAfter', type: 'uint128' },
    { name: 'components', type: 'Component[]' },
    { name: 'retrievedVersions', type: 'bytes32[]' },
    { name: 'requestHash', type: 'bytes32' },
    { name: 'responseHash', type: 'bytes32' },
    { name: 'inputTokens', type: 'uint32' },
    { name: 'outputTokens', type: 'uint32' },
    { name: 'fee', type: 'uint128' },
    { name: 'time', type: 'uint64' },
  ],
  Component: [
    { name: 'modelId', type: 'bytes32' },
    { name: 'scalePpm', type: 'uint32' },
    { name: 'priceVersion', type: 'uint32' },
  ],
} as const

/** One model of a call: its scale in ppm (1,000,000 = 1) and the price version that was charged. */
export const componentSchema = z.strictObject({
  modelId: hex32Schema,
  scalePpm: uint32Schema,
  priceVersion: uint32Schema,
})
export type Component = z.output<typeof componentSchema>

/** Bounds what is read. A receipt with no component, or more than 64, is read: it is a fault, not a malformed file. */
const PARTS_READ_MAX = 1_024

/**
 * What the operator says of one call. A channel's receipts form a chain: `sequence` counts from 1,
 * `cumulativeBefore` is the last one's `cumulativeAfter`, and the two differ by `fee` (wei).
 * `retrievedVersions` are version roots; request and response are salted hashes; `time` Unix seconds.
 */
export const receiptSchema = z.strictObject({
  callId: hex32Schema,
  channelId: hex32Schema,
  sequence: uint64Schema,
  cumulativeBefore: weiSchema,
  cumulativeAfter: weiSchema,
  components: z.array(componentSchema).max(PARTS_READ_MAX),
  retrievedVersions: z.array(hex32Schema).max(PARTS_READ_MAX),
  requestHash: hex32Schema,
  responseHash: hex32Schema,
  inputTokens: uint32Schema,
  outputTokens: uint32Schema,
  fee: weiSchema,
  time: uint64Schema,
})
export type Receipt = z.output<typeof receiptSchema>

/** Where it is valid: the chain, and the Settlement contract on it. */
export type ReceiptDomain = { readonly chainId: number; readonly verifyingContract: Address }

const NAMED = { name: 'OpenLedger Settlement', version: '1' } as const
const digestOf = createStructHasher<Receipt>(RECEIPT_TYPES, 'Receipt')

/** Typed data to sign with any EIP-712 wallet. */
export function receiptTypedData(message: Receipt, domain: ReceiptDomain) {
  return {
    domain: { ...NAMED, ...domain },
    types: RECEIPT_TYPES,
    primaryType: 'Receipt',
    message,
  } as const
}

/** EIP-712 digest. */
export function receiptDigest(message: Receipt, domain: ReceiptDomain): Hex32 {
  return digestOf({ ...NAMED, ...domain }, message)
}

/** Who signed. @throws SIGNATURE_MALFORMED */
export function recoverReceiptSigner(message: Receipt, domain: ReceiptDomain, signature: Hex): Promise<Address> {
  return recoverSigner(receiptDigest(message, domain), signature)
}

/** Asserts that the operator signed. @throws SIGNATURE_MALFORMED, SIGNATURE_WRONG_SIGNER */
export function verifyReceipt(
  message: Receipt,
  domain: ReceiptDomain,
  signature: Hex,
  operator: Address,
): Promise<void> {
  return assertSigner(receiptDigest(message, domain), signature, operator, 'receipt')
}
