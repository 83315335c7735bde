import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { requestWithdrawalCall } from '../calls/paymentEscrowCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Asks back `amount` wei of a channel's balance unless that very amount is asked back already (asking again would
 * start the wait anew).
 * @throws CHAIN_REVERTED (NotPayer, InsufficientBalance), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function requestWithdrawal(
  wallet: UserWallet,
  request: { readonly channelId: Hex32; readonly amount: bigint },
): Promise<ActionResult> {
  const { chain } = wallet
  const { channelId, amount } = request
  const isDone = async () => (await chain.paymentEscrow.read.channelOf([channelId])).requested === amount
  return ensure(wallet, 'Asking for a withdrawal', isDone, requestWithdrawalCall(chain.addresses, channelId, amount))
}
