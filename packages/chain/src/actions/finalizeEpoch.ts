import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { pad, toHex } from 'viem'
import { finalizeCall } from '../calls/settlementCalls.ts'
import type { Chain } from '../clients/createChain.ts'
import { chainErrors } from '../errors.ts'
import { findEvents } from '../reader/findEvents.ts'
import { ensure } from './ensure.ts'
import type { ActionResult, UserWallet } from './userWallet.ts'

/**
 * Makes an operator's epoch final once its window has passed, and the open ones before it; anyone may.
 * @throws CHAIN_REVERTED (WindowOpen, NoOpenEpoch), CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, CHAIN_ANSWER_INVALID
 */
export async function finalizeEpoch(
  wallet: UserWallet,
  epoch: { readonly operator: Address; readonly number: bigint },
): Promise<ActionResult> {
  const { chain } = wallet
  const { operator, number } = epoch
  const finalCount = async () => (await chain.settlement.read.stateOf([operator])).finalCount
  const isDone = async () => (await finalCount()) >= number
  for (;;) {
    const oldest = (await isDone()) ? number : (await finalCount()) + 1n
    const call = finalizeCall(chain.addresses, await headerOf(chain, operator, oldest))
    const result = await ensure(wallet, `Finalising epoch ${number}`, isDone, call)
    if (result.status === 'already' || (await isDone())) return result
  }
}

/** The header of an epoch as its event has it. */
async function headerOf(chain: Chain, operator: Address, number: bigint): Promise<Epoch> {
  const topics = [pad(operator), pad(toHex(number))]
  const [epochHash] = await chain.settlement.read.epochOf([operator, number])
  const posts = await findEvents(chain, chain.addresses.settlement, 'EpochPosted', { topics })
  const post = posts.findLast(({ args }) => args.epochHash === epochHash)
  if (post !== undefined) return post.args.epoch
  throw new OpenLedgerError(
    chainErrors.CHAIN_ANSWER_INVALID,
    `The chain has no event of epoch ${number} of ${operator}.`,
  )
}
