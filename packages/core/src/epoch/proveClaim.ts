import type { PayoutLeaf } from '../leaves/payoutLeaf.ts'
import { buildClaimsTree, claimProof } from '../merkle/claimsTree.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'

/** Arguments of `Settlement.claim` for an account. */
export type ClaimProof = { readonly account: Address; readonly cumulative: bigint; readonly proof: readonly Hex32[] }

/**
 * Proves an account's cumulative payout against the epoch's claims root.
 * @param payouts the epoch's payout leaves
 * @returns undefined when the account has no payout
 */
export function proveClaim(payouts: readonly PayoutLeaf[], account: Address): ClaimProof | undefined {
  return proveClaims(payouts, [account])[0]
}

/** Proves many accounts' payouts with one tree; accounts without a payout are left out. */
export function proveClaims(payouts: readonly PayoutLeaf[], accounts: readonly Address[]): ClaimProof[] {
  const tree = buildClaimsTree(payouts)
  const place = new Map(payouts.map((leaf, index) => [leaf.account, { leaf, index }]))
  return accounts.flatMap((account) => {
    const found = place.get(account)
    return found === undefined
      ? []
      : [{ account, cumulative: found.leaf.cumulative, proof: claimProof(tree, found.index) }]
  })
}
