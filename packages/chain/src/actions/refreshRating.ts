import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { refreshRatingCall } from '../calls/datanetRatingsCalls.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Weighs somebody's rating of a Datanet by what the rater has staked now; anyone may.
 * @throws CHAIN_REVERTED (NotRated), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function refreshRating(
  wallet: UserWallet,
  rating: { readonly datanetId: Hex32; readonly rater: Address },
): Promise<ActionResult> {
  const call = refreshRatingCall(wallet.chain.addresses, rating.datanetId, rating.rater)
  const { transactionHash } = await wallet.send(call, `Refreshing the rating of ${rating.rater}`)
  return { status: 'done', hash: transactionHash }
}
