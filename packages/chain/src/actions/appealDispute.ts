import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { zeroAddress } from 'viem'
import { moveDisputeCall } from '../calls/recordDisputesCalls.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Has the curators vote on a dispute's verdict, with the registry's stake, unless somebody appealed before.
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED (NoJury, TooLate, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function appealDispute(wallet: UserWallet, disputeId: Hex32): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => (await chain.recordDisputes.read.disputeOf([disputeId])).appellant !== zeroAddress
  if (await reading('Reading the dispute', isDone)) return { status: 'already' }
  const stake = await reading('Reading the stake', () => chain.recordDisputes.read.stake())
  await ensureAllowance(wallet, chain.addresses.recordDisputes, stake)
  const call = moveDisputeCall(chain.addresses, disputeId, 'appeal')
  return ensure(wallet, `Appealing dispute ${disputeId}`, isDone, call)
}
