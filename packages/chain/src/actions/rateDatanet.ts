import { type DatanetRating, rateDatanetCall } from '../calls/datanetRatingsCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Rates a Datanet with 1 to 5 stars, weighed by what the wallet has staked, unless it gave these stars before.
 * @throws CHAIN_REVERTED (NothingStaked, OwnDatanet, BadStars, UnknownDatanet), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function rateDatanet(wallet: UserWallet, rating: DatanetRating): Promise<ActionResult> {
  const { chain, address } = wallet
  const isDone = async () =>
    (await chain.datanetRatings.read.ratingOf([rating.datanetId, address])).stars === rating.stars
  return ensure(wallet, `Rating ${rating.datanetId}`, isDone, rateDatanetCall(chain.addresses, rating))
}
