import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { withdrawStakeCall } from '../calls/stakingCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Pays out an account's stake that was asked back and has waited long enough; `already` when nothing is unbonding.
 * Anyone may; it goes to the account.
 * @throws CHAIN_REVERTED (StillUnbonding), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function withdrawStake(
  wallet: UserWallet,
  request: { readonly subject: Hex32; readonly account: Address },
): Promise<ActionResult> {
  const { chain } = wallet
  const { subject, account } = request
  const isDone = async () => (await chain.staking.read.positionOf([subject, account])).readyAt === 0n
  const call = withdrawStakeCall(chain.addresses, subject, account)
  return ensure(wallet, `Withdrawing the stake of ${account}`, isDone, call, 'NothingUnbonding')
}
