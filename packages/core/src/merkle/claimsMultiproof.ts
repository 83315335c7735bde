import type { Hex32 } from '../primitives/hex.ts'
import { inRange } from '../primitives/integers.ts'
import type { Claim } from './claimsTree.ts'

/** Arguments of `IClaimVault.claimMany`: one multiproof over many claims. */
export type ClaimsMultiproof = {
  /** `account << 96 | cumulative`, in the order of the leaves that the multiproof asks for. */
  readonly claims: readonly Hex32[]
  readonly proof: readonly Hex32[]
  /** 256 flags a word, least significant bit first. */
  readonly flags: readonly bigint[]
}

/** What a multiproof is made from: a claims tree in OpenZeppelin's array layout, packed or not. */
export type ClaimNodes = { readonly places: ArrayLike<number>; readonly nodeAt: (place: number) => Hex32 }

/**
 * Proves many claims at once: from the deepest node up, each known node meets either another known node (flag set) or
 * one from the proof. Claims whose places are neighbours share nearly all of it.
 * @param claims all claims of the tree, in the order of `tree.places`
 * @param indexes which of them, each once; at least one
 */
export function claimsMultiproof(
  tree: ClaimNodes,
  claims: readonly Claim[],
  indexes: readonly number[],
): ClaimsMultiproof {
  const ordered = indexes
    .map((index) => ({ index, place: tree.places[index] ?? 0 }))
    .toSorted((a, b) => b.place - a.place)
  const queue = ordered.map(({ place }) => place)
  const proof: Hex32[] = []
  const flags: bigint[] = []
  let hashes = 0
  for (let next = 0; (queue[next] ?? 0) > 0; hashes++) {
    const place = queue[next++] ?? 0
    const sibling = place % 2 === 0 ? place - 1 : place + 1
    if (hashes % 256 === 0) flags.push(0n)
    if (queue[next] === sibling) {
      next++
      flags[flags.length - 1] = (flags.at(-1) ?? 0n) | (1n << BigInt(hashes % 256))
    } else proof.push(tree.nodeAt(sibling))
    queue.push((place - 1) >> 1)
  }
  return { claims: ordered.flatMap(({ index }) => claims[index] ?? []).map(packClaim), proof, flags }
}

/**
 * Indexes of all claims, neighbours in the tree beside each other: cut into batches, their multiproofs are shortest.
 * Claims of the tree's two lowest levels are not mixed by a batch that is smaller than either.
 */
export function inTreeOrder(tree: Pick<ClaimNodes, 'places'>): number[] {
  return Array.from(tree.places, (place, index) => ({ place, index }))
    .toSorted((a, b) => b.place - a.place)
    .map(({ index }) => index)
}

/** A claim in one word, as the vault takes it: `account << 96 | cumulative`. @throws CORE_INTEGER_RANGE above 96 bits */
export function packClaim({ account, cumulative }: Claim): Hex32 {
  return `${account}${inRange(cumulative, 0n, 2n ** 96n - 1n, 'cumulative')
    .toString(16)
    .padStart(24, '0')}`
}
