import { encodeAbiParameters } from 'viem'
import { hashHex, hashText } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** EIP-712 type of a leaf of a contribution's tree. */
export const COMMITMENT_LEAF_TYPE = 'CommitmentLeaf(bytes32 commitment)'
const typeHash = hashText(COMMITMENT_LEAF_TYPE)

/** Leaf hash of one commitment of a contribution, in the order that the contributor signed. */
export function commitmentLeaf(commitment: Hex32): Hex32 {
  return hashHex(encodeAbiParameters([{ type: 'bytes32' }, { type: 'bytes32' }], [typeHash, commitment]))
}
