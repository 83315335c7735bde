import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { claimRewardsCall } from '../calls/stakingCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Pays an account what its stake has earned so far; `already` when that is nothing. Anyone may; it goes to the account.
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function claimStakeRewards(
  wallet: UserWallet,
  request: { readonly subject: Hex32; readonly account: Address },
): Promise<ActionResult> {
  const { chain } = wallet
  const { subject, account } = request
  const isDone = async () => (await chain.staking.read.positionOf([subject, account])).rewards === 0n
  const call = claimRewardsCall(chain.addresses, subject, account)
  return ensure(wallet, `Paying the rewards of ${account}`, isDone, call)
}
