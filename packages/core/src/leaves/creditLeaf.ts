import { encodeAbiParameters, keccak256 } from 'viem'
import { z } from 'zod'
import { addressSchema } from '../primitives/address.ts'
import { hashText } from '../primitives/hash.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { uint32Schema, uint128Schema } from '../primitives/integers.ts'

/** EIP-712 type of a leaf of the credits tree. */
export const CREDIT_LEAF_TYPE =
  'CreditLeaf(address account,bytes32 callId,uint32 receipt,uint8 role,bytes32 commitment,uint128 amount,uint128 runningSum)'
const typeHash = hashText(CREDIT_LEAF_TYPE)

/** For what an account is credited. 3 is kept for stakers. */
export const ROLE = { operator: 1, model: 2, contributor: 4, datanetOwner: 5, datanetPool: 6 } as const
export const roleSchema = z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(5), z.literal(6)])
export type Role = z.infer<typeof roleSchema>

/**
 * What one account got of one call, in wei. `receipt` is the index of the call's receipt in the epoch's receipts tree. `runningSum` sums the account's amounts in this epoch up
 * to here. `commitment` is 0 for roles 1 and 2, the Datanet's ID for role 6. Ascending account,
 * callId, role, commitment.
 */
export const creditLeafSchema = z.strictObject({
  account: addressSchema,
  callId: hex32Schema,
  receipt: uint32Schema,
  role: roleSchema,
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
  return keccak256(
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
