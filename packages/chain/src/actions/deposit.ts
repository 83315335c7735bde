import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { depositCall } from '../calls/paymentEscrowCalls.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Tops a channel up until `depositedTotal` wei were ever paid into it. The total, not the step, is given, so that
 * trying again after a kill never pays twice.
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED (UnknownChannel), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function deposit(
  wallet: UserWallet,
  request: { readonly channelId: Hex32; readonly depositedTotal: bigint },
): Promise<ActionResult> {
  const { chain } = wallet
  const { channelId, depositedTotal } = request
  const deposited = async () => (await chain.paymentEscrow.read.channelOf([channelId])).deposited
  const missing = depositedTotal - (await reading('Reading the channel', deposited))
  if (missing <= 0n) return { status: 'already' }
  await ensureAllowance(wallet, chain.addresses.paymentEscrow, missing)
  const isDone = async () => (await deposited()) >= depositedTotal
  return ensure(wallet, 'Paying into the channel', isDone, depositCall(chain.addresses, channelId, missing))
}
