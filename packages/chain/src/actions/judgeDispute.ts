import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { judgeDisputeCall } from '../calls/recordDisputesCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Gives a dispute's first verdict as the Datanet's owner or curator (`decide`), or votes on its appeal as a curator
 * (`vote`), unless the wallet did so before.
 * @throws CHAIN_REVERTED (NotJudge, NotJuror, TooLate, …), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function judgeDispute(
  wallet: UserWallet,
  verdict: { readonly disputeId: Hex32; readonly upheld: boolean; readonly how: 'decide' | 'vote' },
): Promise<ActionResult> {
  const { chain, address } = wallet
  const isDone = async () => {
    if (verdict.how === 'vote') return false
    return toAddress((await chain.recordDisputes.read.disputeOf([verdict.disputeId])).decider) === address
  }
  const what = `${verdict.how === 'decide' ? 'Deciding' : 'Voting on'} dispute ${verdict.disputeId}`
  return ensure(wallet, what, isDone, judgeDisputeCall(chain.addresses, verdict), 'AlreadyVoted')
}
