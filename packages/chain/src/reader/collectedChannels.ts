import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { pad } from 'viem'
import type { Chain } from '../clients/createChain.ts'
import { findEvents } from './findEvents.ts'

/**
 * What an operator had collected from each channel when it posted in `block`: collections later in that block than the
 * post do not count, and what was refunded to the payer is no longer collected.
 * @returns the channel's cumulative in wei, by channelId
 */
export async function collectedChannels(chain: Chain, operator: Address, block: bigint): Promise<Map<Hex32, bigint>> {
  const { addresses } = chain
  const posts = await findEvents(chain, addresses.settlement, 'EpochPosted', {
    topics: [pad(operator)],
    toBlock: block,
  })
  const post = posts.findLast((event) => event.blockNumber === block)
  const filter = { topics: [null, pad(operator)], toBlock: block }
  const collections = await findEvents(chain, addresses.paymentEscrow, 'Collected', filter)
  const refunds = await findEvents(chain, addresses.paymentEscrow, 'ChannelRefunded', filter)
  const totals = new Map<Hex32, bigint>()
  for (const { args, blockNumber, logIndex } of [...collections, ...refunds].toSorted(inChainOrder)) {
    if (post !== undefined && blockNumber === block && logIndex > post.logIndex) continue
    totals.set(args.channelId, args.cumulative)
  }
  return totals
}

type Place = { readonly blockNumber: bigint; readonly logIndex: number }

function inChainOrder(a: Place, b: Place): number {
  return a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : Number(a.blockNumber - b.blockNumber)
}
