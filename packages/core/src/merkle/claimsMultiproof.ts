import type { Hex32 } from '../primitives/hex.ts'
import { inRange } from '../primitives/integers.ts'
import type { Claim } from './claimsTree.ts'
import { treeDepth } from './treeShape.ts'

/** Arguments of `IClaimVault.claimMany`: one multiproof over many claims. */
export type ClaimsMultiproof = {
  /** `account << 96 | cumulative`, in the order of the leaves that the multiproof asks for. */
  readonly claims: readonly Hex32[]
  readonly proof: readonly Hex32[]
  /** 256 flags a word, least significant bit first. */
  readonly flags: readonly bigint[]
}

/** What a multiproof is made from: a node of the claims tree, `height` levels above the leaves, packed or not. */
export type ClaimNodes = { readonly nodeAt: (height: number, position: number) => Hex32 }

/**
 * Proves many claims at once: level by level from the leaves up, each known node meets either another known node (flag
 * set) or one from the proof. Claims that are neighbours in the payouts share nearly all of it.
 * @param claims all claims of the tree, in its order
 * @param indexes which of them, each once; at least one
 */
export function claimsMultiproof(
  tree: ClaimNodes,
  claims: readonly Claim[],
  indexes: readonly number[],
): ClaimsMultiproof {
  const ordered = indexes.toSorted((a, b) => a - b)
  const proof: Hex32[] = []
  const flags: bigint[] = []
  let hashes = 0
  let level = ordered
  for (let height = 0; height < treeDepth(claims.length); height++) {
    const above: number[] = []
    for (let next = 0; next < level.length; hashes++) {
      const position = level[next++] ?? 0
      if (hashes % 256 === 0) flags.push(0n)
      if (level[next] === (position ^ 1)) {
        next++
        flags[flags.length - 1] = (flags.at(-1) ?? 0n) | (1n << BigInt(hashes % 256))
      } else proof.push(tree.nodeAt(height, position ^ 1))
      above.push(position >> 1)
    }
    level = above
  }
  return { claims: ordered.flatMap((index) => claims[index] ?? []).map(packClaim), proof, flags }
}

/** A claim in one word, as the vault takes it: `account << 96 | cumulative`. @throws CORE_INTEGER_RANGE above 96 bits */
export function packClaim({ account, cumulative }: Claim): Hex32 {
  return `${account}${inRange(cumulative, 0n, 2n ** 96n - 1n, 'cumulative')
    .toString(16)
    .padStart(24, '0')}`
}
