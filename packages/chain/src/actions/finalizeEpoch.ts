import type { Address } from '@openledger/core/primitives/address.ts'
import { finalizeCall } from '../calls/settlementCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Makes an operator's epoch final once its window has passed, and the open ones before it; anyone may.
 * @throws CHAIN_REVERTED (WindowOpen, NoOpenEpoch), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function finalizeEpoch(
  wallet: UserWallet,
  epoch: { readonly operator: Address; readonly number: bigint },
): Promise<ActionResult> {
  const { chain } = wallet
  const { operator, number } = epoch
  const isDone = async () => (await chain.settlement.read.stateOf([operator])).finalCount >= number
  const call = finalizeCall(chain.addresses, operator)
  for (;;) {
    const result = await ensure(wallet, `Finalising epoch ${number}`, isDone, call)
    if (result.status === 'already' || (await isDone())) return result
  }
}
