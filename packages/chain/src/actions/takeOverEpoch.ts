import { type Epoch, epochHash } from '@openledger/core/epoch/epoch.ts'
import { postEpochCall } from '../calls/settlementCalls.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Posts an operator's overdue epoch under the sender's own bond, which the bond vault takes; it comes back when the epoch
 * is final. `already` when this very epoch stands.
 * @throws CHAIN_REVERTED (NotOperator: not overdue yet; and what a post is refused for), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function takeOverEpoch(wallet: UserWallet, epoch: Epoch): Promise<ActionResult> {
  const { chain } = wallet
  const { addresses, settlement } = chain
  const { operator, number, payouts } = epoch
  const isDone = async () => (await settlement.read.epochOf([operator, number]))[0] === epochHash(epoch)
  if (await reading('Reading the epoch', isDone)) return { status: 'already' }
  const bond = await reading('Reading the bond', () => settlement.read.requiredBond([operator, payouts.sum]))
  await ensureAllowance(wallet, addresses.bondVault, bond)
  return ensure(wallet, `Posting epoch ${number}`, isDone, postEpochCall(addresses, epoch))
}
