import { encodeAbiParameters } from 'viem'
import { z } from 'zod'
import { addressSchema } from '../primitives/address.ts'
import { hashHex, hashText } from '../primitives/hash.ts'
import { type Hex32, hex32Schema } from '../primitives/hex.ts'

/** EIP-712 type of a leaf of a version's tree. */
export const VERSION_LEAF_TYPE = 'VersionLeaf(bytes32 commitment,address contributor)'
const typeHash = hashText(VERSION_LEAF_TYPE)

/** A record of a version: its commitment and who contributed it. Ascending commitment. */
export const versionLeafSchema = z.strictObject({ commitment: hex32Schema, contributor: addressSchema })
export type VersionLeaf = z.infer<typeof versionLeafSchema>

/** Leaf hash of one record of a version. */
export function versionLeaf(leaf: VersionLeaf): Hex32 {
  return hashHex(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'address' }],
      [typeHash, leaf.commitment, leaf.contributor],
    ),
  )
}
