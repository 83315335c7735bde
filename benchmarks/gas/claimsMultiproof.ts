import type { PayoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { readHex32 } from '@openledger/core/merkle/packed/packedBytes.ts'
import type { PackedClaimsTree } from '@openledger/core/merkle/packed/packedClaimsTree.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'

/** Arguments of OpenZeppelin's multiproof over claims, in the order of the leaves that it asks for. */
export type ClaimsMultiproof = {
  readonly accounts: readonly Address[]
  readonly cumulatives: readonly bigint[]
  readonly proof: readonly Hex32[]
  readonly flags: readonly boolean[]
}

/**
 * Proves many leaves at once: from the deepest node up, each known node meets either another known node (flag true) or
 * one from the proof.
 * @param indexes places in the payouts
 */
export function claimsMultiproof(
  tree: PackedClaimsTree,
  payouts: readonly PayoutLeaf[],
  indexes: readonly number[],
): ClaimsMultiproof {
  const ordered = indexes
    .map((index) => ({ index, place: tree.places[index] ?? 0 }))
    .toSorted((a, b) => b.place - a.place)
  const queue = ordered.map(({ place }) => place)
  const proof: Hex32[] = []
  const flags: boolean[] = []
  for (let place = queue.shift(); place !== undefined && place > 0; place = queue.shift()) {
    const sibling = place % 2 === 0 ? place - 1 : place + 1
    const known = queue[0] === sibling
    flags.push(known)
    if (known) queue.shift()
    else proof.push(readHex32(tree.nodes, 32 * sibling))
    queue.push((place - 1) >> 1)
  }
  const leaves = ordered.flatMap(({ index }) => payouts[index] ?? [])
  return {
    accounts: leaves.map((leaf) => leaf.account),
    cumulatives: leaves.map((leaf) => leaf.cumulative),
    proof,
    flags,
  }
}
