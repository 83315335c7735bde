import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { moveDisputeCall } from '../calls/recordDisputesCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Sends what a closed dispute's pot holds to whoever was right; anyone may, again when more has arrived.
 * @throws CHAIN_REVERTED (WrongStage), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function forwardPot(wallet: UserWallet, disputeId: Hex32): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => {
    const pot = await chain.datanetRegistry.read.potOf([disputeId])
    return (await chain.openToken.read.balanceOf([pot])) === 0n
  }
  const call = moveDisputeCall(chain.addresses, disputeId, 'forward')
  return ensure(wallet, `Forwarding the pot of ${disputeId}`, isDone, call, 'EmptyPot')
}
