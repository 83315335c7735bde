import { type GrantTerms, grantAccessCall } from '../calls/datanetRegistryCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Grants a developer access to the wallet's Datanet unless these very terms hold already.
 * @throws CHAIN_REVERTED (NotDatanetOwner, GrantExpired, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function grantAccess(wallet: UserWallet, grant: GrantTerms): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => {
    const there = await chain.datanetRegistry.read.grantOf([grant.datanetId, grant.developer])
    return (
      there.termsHash === grant.termsHash &&
      there.expiry === grant.expiry &&
      there.minDataShareBps === grant.minDataShareBps &&
      there.minOutputPrice === grant.minOutputPrice &&
      there.trainingFee === (grant.trainingFee ?? 0n)
    )
  }
  return ensure(wallet, `Granting access to ${grant.developer}`, isDone, grantAccessCall(chain.addresses, grant))
}
