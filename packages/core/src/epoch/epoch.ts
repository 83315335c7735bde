import { encodeAbiParameters } from 'viem'
import { z } from 'zod'
import { addressSchema } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'
import { uint32Schema, uint64Schema, uint128Schema } from '../primitives/integers.ts'

/** Root and leaf count of a plain tree. */
export const rootSchema = z.strictObject({ root: hex32Schema, count: uint32Schema })
export type Root = z.output<typeof rootSchema>

/** Root, sum (wei) and leaf count of a Merkle-sum tree. */
export const sumRootSchema = z.strictObject({ root: hex32Schema, sum: uint128Schema, count: uint32Schema })
export type SumRoot = z.output<typeof sumRootSchema>

/** An epoch as it is posted: protocol §4. `burned` is this epoch's, `carriedTotal` and `payouts.sum` are running totals. */
export const epochSchema = z.strictObject({
  operator: addressSchema,
  number: uint64Schema,
  previous: hex32Schema,
  receipts: sumRootSchema,
  attributions: rootSchema,
  credits: rootSchema,
  payouts: sumRootSchema,
  claimsRoot: hex32Schema,
  rulesRoot: hex32Schema,
  codeHash: hex32Schema,
  dataCommitment: hex32Schema,
  burned: uint128Schema,
  carriedTotal: uint128Schema,
})
export type Epoch = z.output<typeof epochSchema>

const root = [
  { name: 'root', type: 'bytes32' },
  { name: 'count', type: 'uint32' },
] as const
const sumRoot = [
  { name: 'root', type: 'bytes32' },
  { name: 'sum', type: 'uint128' },
  { name: 'count', type: 'uint32' },
] as const

/** ABI of the struct, in field order. */
export const EPOCH_ABI = [
  {
    type: 'tuple',
    components: [
      { name: 'operator', type: 'address' },
      { name: 'number', type: 'uint64' },
      { name: 'previous', type: 'bytes32' },
      { name: 'receipts', type: 'tuple', components: sumRoot },
      { name: 'attributions', type: 'tuple', components: root },
      { name: 'credits', type: 'tuple', components: root },
      { name: 'payouts', type: 'tuple', components: sumRoot },
      { name: 'claimsRoot', type: 'bytes32' },
      { name: 'rulesRoot', type: 'bytes32' },
      { name: 'codeHash', type: 'bytes32' },
      { name: 'dataCommitment', type: 'bytes32' },
      { name: 'burned', type: 'uint128' },
      { name: 'carriedTotal', type: 'uint128' },
    ],
  },
] as const

/** keccak(abi.encode(epoch)): what the next epoch names as `previous`. */
export function epochHash(epoch: Epoch): Hex32 {
  return hashHex(encodeAbiParameters(EPOCH_ABI, [epoch]))
}
