import { type ClaimProof, claimCall } from '../calls/settlementCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Claims an account's payouts up to `cumulative` wei; they go to the account, whoever sends this.
 * @throws CHAIN_REVERTED (BadClaimProof, ClaimsExceedPayouts), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function claim(wallet: UserWallet, proof: ClaimProof): Promise<ActionResult> {
  const { chain } = wallet
  const { operator, account, cumulative } = proof
  const isDone = async () => (await chain.settlement.read.claimedOf([operator, account])) >= cumulative
  return ensure(wallet, `Claiming for ${account}`, isDone, claimCall(chain.addresses, proof), 'NothingToClaim')
}
