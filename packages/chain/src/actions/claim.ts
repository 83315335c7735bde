import type { Address } from '@openledger/core/primitives/address.ts'
import { claimCall, type VaultClaim } from '../calls/claimVaultCalls.ts'
import { vaultOf } from '../reader/vaultOf.ts'
import { ensure, reading } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Claims an account's payouts up to `cumulative` wei; they go to the account, whoever sends this.
 * @throws CHAIN_REVERTED (BadClaimProof, ClaimsExceedFunds), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function claim(
  wallet: UserWallet,
  proof: VaultClaim & { readonly operator: Address },
): Promise<ActionResult> {
  const { chain } = wallet
  const { operator, account, cumulative } = proof
  const isDone = async () => (await chain.settlement.read.claimedOf([operator, account])) >= cumulative
  const vault = await reading('Reading the claim vault', () => vaultOf(chain, operator))
  return ensure(wallet, `Claiming for ${account}`, isDone, claimCall(vault, proof), 'NothingToClaim')
}
