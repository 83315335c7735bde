import { versionDataBytes } from '../src/data/versionData.ts'
import type { BuiltEpoch } from '../src/epoch/buildEpoch.ts'
import { epochHash } from '../src/epoch/epoch.ts'
import type { Address } from '../src/primitives/address.ts'
import { hashBytes } from '../src/primitives/hash.ts'
import type { Hex32 } from '../src/primitives/hex.ts'
import type { ChainReader } from '../src/verify/chainReader.ts'
import { POSTED_AT, type World } from './world.ts'

/** What a chain would hold after these posts. `collected` overrides what was collected when an epoch was posted. */
export function memoryChain(
  world: World,
  posts: readonly Pick<BuiltEpoch, 'epoch' | 'next'>[],
  collected?: ReadonlyMap<Hex32, bigint>,
): ChainReader {
  const { base } = world
  const models = new Map(base.models.map((model) => [model.modelId, model]))
  return {
    chainId: base.chainId,
    settlement: base.settlement,
    escrow: world.escrow,
    postedEpoch: async (operator, number) => {
      const post = posts[Number(number) - 1]
      if (post === undefined || operator !== base.operator) return undefined
      return { epoch: post.epoch, epochHash: epochHash(post.epoch), block: number * 10n, time: POSTED_AT }
    },
    model: async (modelId) => models.get(modelId),
    price: async (modelId, version) => models.get(modelId)?.prices.get(version),
    version: async (root) => {
      const version = base.versions.find((entry) => entry.root === root)
      if (version === undefined) return undefined
      const { datanetId, records } = version
      return { root, datanetId, count: records.length, dataHash: hashBytes(versionDataBytes(records)) }
    },
    registrants: async (datanetId) => {
      const found = new Map<Hex32, ReadonlySet<Address>>()
      for (const version of base.versions.filter((entry) => entry.datanetId === datanetId))
        for (const { commitment, contributor } of version.records) found.set(commitment, new Set([contributor]))
      return found
    },
    datanet: async (datanetId) => base.datanets.find((datanet) => datanet.datanetId === datanetId),
    collectedChannels: async (_operator, block) => {
      const ends = posts[Number(block / 10n) - 1]?.next.channels
      return world.channels.flatMap((channel) => {
        const amount = collected?.get(channel.channelId) ?? ends?.get(channel.channelId)?.cumulative ?? 0n
        return amount === 0n ? [] : [{ ...channel, collected: amount }]
      })
    },
  }
}
