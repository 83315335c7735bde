import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { setSignerLimitsCall } from '../calls/paymentEscrowCalls.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Sets cap (wei, cumulative) and expiry (Unix seconds) of a channel's signer unless they are set or waiting.
 * @throws CHAIN_REVERTED (NotPayer, UnknownChannel), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function setSignerLimits(
  wallet: UserWallet,
  limits: { readonly channelId: Hex32; readonly cap: bigint; readonly expiry: bigint },
): Promise<ActionResult> {
  const { chain } = wallet
  const isDone = async () => {
    const channel = await chain.paymentEscrow.read.channelOf([limits.channelId])
    const waiting = channel.limitsChangeAt > 0n
    const cap = waiting ? channel.nextCap : channel.cap
    const expiry = waiting ? channel.nextExpiry : channel.expiry
    return cap === limits.cap && expiry === limits.expiry
  }
  return ensure(wallet, "Setting the signer's limits", isDone, setSignerLimitsCall(chain.addresses, limits))
}
