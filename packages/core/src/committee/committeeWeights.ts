import { encodeAbiParameters, parseAbiParameters } from 'viem'
import type { AttributionEntry, AttributionLeaf } from '../leaves/attributionLeaf.ts'
import type { Address } from '../primitives/address.ts'
import { hashHex } from '../primitives/hash.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** The posted attributions of a call, in the order of the tree. */
export function postedOf(leaves: readonly AttributionLeaf[], callId: Hex32): readonly AttributionLeaf[] {
  return leaves.filter((leaf) => leaf.callId === callId)
}

/**
 * What a member reveals: its own weight for each posted attribution, in their order; 0 for one that should have none.
 * @param computed the member's own attribution of the call
 */
export function weightsFor(
  posted: readonly AttributionLeaf[],
  computed: readonly AttributionEntry[],
): readonly bigint[] {
  const keyOf = ({ commitment, method }: { readonly commitment: Hex32; readonly method: number }) =>
    `${commitment}:${method}`
  const own = new Map(computed.map((entry) => [keyOf(entry), entry.weight]))
  return posted.map((leaf) => own.get(keyOf(leaf)) ?? 0n)
}

/** keccak(abi.encode(uint64[])): how the chain names a list of weights. */
export function weightsHash(weights: readonly bigint[]): Hex32 {
  return hashHex(encodeAbiParameters(parseAbiParameters('uint64[]'), [weights]))
}

/** What a member commits to: keccak(abi.encode(member, requestId, keccak(abi.encode(weights)), salt)). */
export function weightsCommitment(member: Address, requestId: Hex32, weights: readonly bigint[], salt: Hex32): Hex32 {
  const types = parseAbiParameters('address, bytes32, bytes32, bytes32')
  return hashHex(encodeAbiParameters(types, [member, requestId, weightsHash(weights), salt]))
}
