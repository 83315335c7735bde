import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { withdrawCall } from '../calls/paymentEscrowCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Pays out a withdrawal that was asked for and has waited long enough; `already` when none is asked for.
 * @throws CHAIN_REVERTED (WithdrawalTooEarly), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function withdraw(wallet: UserWallet, channelId: Hex32): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => (await chain.paymentEscrow.read.channelOf([channelId])).requested === 0n
  const call = withdrawCall(chain.addresses, channelId)
  return ensure(wallet, 'Withdrawing', isDone, call, 'NoWithdrawalRequested')
}
