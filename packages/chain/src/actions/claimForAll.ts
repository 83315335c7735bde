import type { PayoutLeaf } from '@openledger/core/leaves/payoutLeaf.ts'
import { claimsMultiproof } from '@openledger/core/merkle/claimsMultiproof.ts'
import { buildClaimsTree } from '@openledger/core/merkle/claimsTree.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { claimManyCall } from '../calls/claimVaultCalls.ts'
import { vaultOf } from '../reader/vaultOf.ts'
import { reading } from './ensure.ts'
import type { UserWallet } from './userWallet.ts'

/** Accounts in one transaction: about half a million gas into balances, a million and a half paid out. */
const CLAIMS_AT_ONCE = 50

/** What was claimed: accounts that had something new, and wei in all. */
export type ClaimedForAll = { readonly accounts: number; readonly amount: bigint; readonly transactions: number }

/**
 * Claims for every account of an operator's newest final epoch that has something new, in batches of neighbours in the
 * claims tree. Anyone may; the money goes to the accounts. Called again after a kill it goes on with who is left.
 * @param payouts all payout leaves of that epoch, from its publication
 * @param toBalance whether the money is kept in the vault for the accounts
 * @throws CHAIN_REVERTED (BadClaimsProof: payouts of another epoch), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function claimForAll(
  wallet: UserWallet,
  { operator, payouts, toBalance }: { operator: Address; payouts: readonly PayoutLeaf[]; toBalance: boolean },
): Promise<ClaimedForAll> {
  const { chain } = wallet
  const tree = buildClaimsTree(payouts)
  const nodes = {
    nodeAt: (height: number, position: number) => tree.layers[height]?.[position] ?? ZERO_HEX32,
  }
  const vault = await reading('Reading the claim vault', () => vaultOf(chain, operator))
  const newOf = async (index: number) => {
    const leaf = payouts[index]
    if (leaf === undefined) return 0n
    const claimed = await chain.settlement.read.claimedOf([operator, leaf.account])
    return leaf.cumulative > claimed ? leaf.cumulative - claimed : 0n
  }
  const order = [...payouts.keys()]
  let done: ClaimedForAll = { accounts: 0, amount: 0n, transactions: 0 }
  for (let start = 0; start < order.length; start += CLAIMS_AT_ONCE) {
    const batch = order.slice(start, start + CLAIMS_AT_ONCE)
    const rises = await reading('Reading what was claimed', () => Promise.all(batch.map(newOf)))
    const due = batch.filter((_, i) => (rises[i] ?? 0n) > 0n)
    if (due.length === 0) continue
    const many = claimsMultiproof(nodes, payouts, due)
    await wallet.send(claimManyCall(vault, many, toBalance), `Claiming for ${due.length} accounts`)
    done = {
      accounts: done.accounts + due.length,
      amount: done.amount + rises.reduce((sum, rise) => sum + rise, 0n),
      transactions: done.transactions + 1,
    }
  }
  return done
}
