import { channelId as idOf } from '@openledger/core/ids/channelId.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type ChannelTerms, openChannelCall } from '../calls/paymentEscrowCalls.ts'
import { ensure, reading } from './ensure.ts'
import { ensureAllowance } from './ensureAllowance.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Opens the wallet's channel with an operator and signer and pays in `amount` wei, unless the channel is open (deposit
 * and limits are then what they were: see `deposit` and `setSignerLimits`).
 * @throws CHAIN_FUNDS_TOO_LOW, CHAIN_REVERTED, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
 */
export async function openChannel(
  wallet: UserWallet,
  terms: ChannelTerms,
): Promise<ActionResult & { readonly channelId: Hex32 }> {
  const { chain, address } = wallet
  const { chainId, addresses } = chain
  const { operator, signer } = terms
  const channelId = idOf({ chainId, escrow: addresses.paymentEscrow, payer: address, operator, signer })
  const isDone = async () => !/^0x0{40}$/.test((await chain.paymentEscrow.read.channelOf([channelId])).payer)
  if (await reading('Reading the channel', isDone)) return { status: 'already', channelId }
  await ensureAllowance(wallet, addresses.paymentEscrow, terms.amount)
  const call = openChannelCall(addresses, terms)
  return { ...(await ensure(wallet, 'Opening the channel', isDone, call, 'ChannelExists')), channelId }
}
