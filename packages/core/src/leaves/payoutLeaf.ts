import { encodeAbiParameters } from 'viem'
import { z } from 'zod'
import { addressSchema } from '../primitives/address.ts'
import { hashHex, hashText } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { uint128Schema } from '../primitives/integers.ts'

/** EIP-712 type of a leaf of the payouts tree. */
export const PAYOUT_LEAF_TYPE = 'PayoutLeaf(address account,uint128 cumulative)'
const typeHash = hashText(PAYOUT_LEAF_TYPE)

/** All that an account ever earned with this operator, in wei. Ascending account. */
export const payoutLeafSchema = z.strictObject({ account: addressSchema, cumulative: uint128Schema })
export type PayoutLeaf = z.output<typeof payoutLeafSchema>

/** Leaf hash of one account's payout. */
export function payoutLeaf(leaf: PayoutLeaf): Hex32 {
  return hashHex(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'address' }, { type: 'uint128' }],
      [typeHash, leaf.account, leaf.cumulative],
    ),
  )
}
