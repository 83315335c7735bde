import { encodeAbiParameters } from 'viem'
import { z } from 'zod'
import { addressSchema } from '../primitives/address.ts'
import { hashHex, hashText } from '../primitives/hash.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { uint8Schema, uint32Schema, uint128Schema } from '../primitives/integers.ts'

/** EIP-712 type of a leaf of the credits tree. */
export const CREDIT_LEAF_TYPE =
  'CreditLeaf(address account,bytes32 callId,uint32 receipt,uint8 role,bytes32 commitment,uint128 amount,uint128 runningSum)'
const typeHash = hashText(CREDIT_LEAF_TYPE)

/** For what an account is credited; 5 is the Datanet's owner and its curators. */
export const ROLE = { operator: 1, model: 2, stakers: 3, contributor: 4, datanetOwner: 5, datanetPool: 6 } as const
export type Role = (typeof ROLE)[keyof typeof ROLE]

/**
 * What one account got of one call, in wei. `receipt` is the index of the call's receipt in the epoch's receipts tree.
 * `role` is whatever the published tree holds: another number than those of {@link ROLE} is a fault, not a malformed
 * file. `runningSum` sums the account's amounts in this epoch up to here. `commitment` is 0 for roles 1 to 3, the
 * Datanet's ID for role 6. Ascending account, callId, role, commitment.
 */
export const creditLeafSchema = z.strictObject({
  account: addressSchema,
  callId: hex32Schema,
  receipt: uint32Schema,
  role: uint8Schema,
  commitment: hex32Schema,
  amount: uint128Schema,
  runningSum: uint128Schema,
})
export type CreditLeaf = z.output<typeof creditLeafSchema>

const parameters = [
  { type: 'bytes32' },
  { type: 'address' },
  { type: 'bytes32' },
  { type: 'uint32' },
  { type: 'uint8' },
  { type: 'bytes32' },
  { type: 'uint128' },
  { type: 'uint128' },
] as const

/** Leaf hash of one credit. */
export function creditLeaf(leaf: CreditLeaf): Hex32 {
  return hashHex(
    encodeAbiParameters(parameters, [
      typeHash,
      leaf.account,
      leaf.callId,
      leaf.receipt,
      leaf.role,
      leaf.commitment,
      leaf.amount,
      leaf.runningSum,
    ]),
  )
}

/** Order of credits: account, callId, role, commitment. */
export function compareCredits(
  a: Omit<CreditLeaf, 'receipt' | 'amount' | 'runningSum'>,
  b: Omit<CreditLeaf, 'receipt' | 'amount' | 'runningSum'>,
): number {
  if (a.account !== b.account) return a.account < b.account ? -1 : 1
  if (a.callId !== b.callId) return a.callId < b.callId ? -1 : 1
  if (a.role !== b.role) return a.role - b.role
  return a.commitment === b.commitment ? 0 : a.commitment < b.commitment ? -1 : 1
}
