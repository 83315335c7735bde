import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { refundCall } from '../calls/paymentEscrowCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Gives a channel's payer back what was collected from it and no epoch accounts, once that is long overdue; anyone may.
 * `already` when the operator's newest epoch accounts all of it.
 * @throws CHAIN_REVERTED (RefundNotDue, UnknownChannel), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function refundChannel(wallet: UserWallet, channelId: Hex32): Promise<ActionResult> {
  const { addresses } = wallet.chain
  return ensure(wallet, 'Refunding', async () => false, refundCall(addresses, channelId), 'NothingToRefund')
}
