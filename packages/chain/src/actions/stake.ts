import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { stakeCall } from '../calls/stakingCalls.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Stakes until the wallet has `stakeTotal` wei in the subject's pool. The total, not the step, is given, so that trying
 * again after a kill never stakes twice.
 * @param request.subject a model's id, or `stakeSubject` of an operator or validator
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED (TooManyPools), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function stake(
  wallet: UserWallet,
  request: { readonly subject: Hex32; readonly stakeTotal: bigint },
): Promise<ActionResult> {
  const { chain, address } = wallet
  const { subject, stakeTotal } = request
  const staked = async () => (await chain.staking.read.positionOf([subject, address])).stake
  const missing = stakeTotal - (await reading('Reading the stake', staked))
  if (missing <= 0n) return { status: 'already' }
  await ensureAllowance(wallet, chain.addresses.staking, missing)
  const isDone = async () => (await staked()) >= stakeTotal
  return ensure(wallet, 'Staking', isDone, stakeCall(chain.addresses, subject, missing))
}
