import type { ChannelEnd } from '../epoch/epochFacts.ts'
import { fault } from '../epoch/fault.ts'
import { coreErrors } from '../errors.ts'
import { channelId } from '../ids/channelId.ts'
import type { Address } from '../primitives/address.ts'
import type { Hex32 } from '../primitives/hex.ts'
import type { ChainChannel } from './chainReader.ts'

/**
 * Checks that each channel's receipts end at exactly what was collected from it, that no channel with
 * collected money is left out, and that each is this operator's.
 * @param channels where each channel's receipts ended, up to and with this epoch
 * @param collected every channel from which the operator had collected when it posted
 * @throws EPOCH_CHANNEL_FOREIGN, EPOCH_CHANNEL_COLLECTED
 */
export function checkChannels(
  chain: { readonly chainId: number; readonly escrow: Address },
  operator: Address,
  channels: ReadonlyMap<Hex32, ChannelEnd>,
  collected: readonly ChainChannel[],
): void {
  const onChain = new Map(collected.map((channel) => [channel.channelId, channel]))
  for (const [id, end] of channels) {
    const found = onChain.get(id)?.collected ?? 0n
    if (found !== end.cumulative) {
      throw fault(coreErrors.EPOCH_CHANNEL_COLLECTED, {
        file: 'receipts',
        leaf: `channel ${id}`,
        field: 'cumulativeAfter of its last receipt',
        expected: found,
        found: end.cumulative,
      })
    }
  }
  for (const channel of collected) {
    const place = { file: 'receipts', leaf: `channel ${channel.channelId}` }
    const { payer, signer } = channel
    const id = channelId({ chainId: chain.chainId, escrow: chain.escrow, payer, operator, signer })
    if (channel.operator !== operator || id !== channel.channelId) {
      throw fault(coreErrors.EPOCH_CHANNEL_FOREIGN, {
        ...place,
        field: 'operator',
        expected: operator,
        found: channel.operator,
      })
    }
    if (channel.collected > 0n && !channels.has(channel.channelId)) {
      throw fault(coreErrors.EPOCH_CHANNEL_COLLECTED, {
        ...place,
        field: 'receipts',
        expected: `receipts up to ${channel.collected}`,
        found: 'none',
      })
    }
  }
}
