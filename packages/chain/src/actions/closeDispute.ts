import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { moveDisputeCall } from '../calls/recordDisputesCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/** `IRecordDisputes.Stage.Closed`. */
const CLOSED = 4

/**
 * Makes a dispute's verdict final once its time is over, unless it is; anyone may.
 * @throws CHAIN_REVERTED (TooEarly, WrongStage), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function closeDispute(wallet: UserWallet, disputeId: Hex32): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => (await chain.recordDisputes.read.disputeOf([disputeId])).stage === CLOSED
  const call = moveDisputeCall(chain.addresses, disputeId, 'close')
  return ensure(wallet, `Closing dispute ${disputeId}`, isDone, call)
}
