import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { requestUnstakeCall } from '../calls/stakingCalls.ts'
import { ensure, reading } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Asks stake back until the wallet has at most `stakeLeft` wei in the subject's pool; 0 asks for all. What is left, not
 * the step, is given, so that trying again after a kill never asks twice.
 * @throws CHAIN_REVERTED (NoPool, NothingStaked), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function unstake(
  wallet: UserWallet,
  request: { readonly subject: Hex32; readonly stakeLeft: bigint },
): Promise<ActionResult> {
  const { chain, address } = wallet
  const { subject, stakeLeft } = request
  const staked = async () => (await chain.staking.read.positionOf([subject, address])).stake
  const surplus = (await reading('Reading the stake', staked)) - stakeLeft
  if (surplus <= 0n) return { status: 'already' }
  const isDone = async () => (await staked()) <= stakeLeft
  return ensure(wallet, 'Asking stake back', isDone, requestUnstakeCall(chain.addresses, subject, surplus))
}
