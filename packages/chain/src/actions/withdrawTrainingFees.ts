import type { Address } from '@openledger/core/primitives/address.ts'
import { withdrawTrainingFeesCall } from '../calls/trainingFeesCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Sends an account its balance of training fees, unless it has none; anyone may.
 * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function withdrawTrainingFees(wallet: UserWallet, account: Address): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => (await chain.trainingFees.read.balanceOf([account])) === 0n
  const call = withdrawTrainingFeesCall(chain.addresses, account)
  return ensure(wallet, `Withdrawing training fees of ${account}`, isDone, call, 'NothingToWithdraw')
}
