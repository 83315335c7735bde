import { encodeAbiParameters } from 'viem'
import { hashHex, hashText } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'
import { uint32 } from '../primitives/integers.ts'

/** EIP-712 type of a leaf of a training log's record tree. */
export const TRAINED_RECORD_LEAF_TYPE = 'TrainedRecordLeaf(bytes32 commitment,uint32 uses)'
const typeHash = hashText(TRAINED_RECORD_LEAF_TYPE)

/** A record that the log shows, and in how many places of it. Ascending commitment. */
export type TrainedRecord = { readonly commitment: Hex32; readonly uses: number }

/** Leaf hash of one trained record. @throws CORE_INTEGER_RANGE */
export function trainedRecordLeaf(leaf: TrainedRecord): Hex32 {
  return hashHex(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'uint32' }],
      [typeHash, leaf.commitment, uint32(leaf.uses, 'uses')],
    ),
  )
}
