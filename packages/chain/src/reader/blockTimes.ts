import type { PublicClient } from 'viem'
import type { ChainEventPlace } from '../indexer/chainEvent.ts'

/** Tells when an event happened, in Unix seconds. @throws what viem throws */
export type BlockTimes = (event: Pick<ChainEventPlace, 'blockHash'>) => Promise<bigint>

/** Asks for each block once: what a hash names never changes. */
export function createBlockTimes(client: PublicClient): BlockTimes {
  const known = new Map<`0x${string}`, Promise<bigint>>()
  return async ({ blockHash }) => {
    const asked = known.get(blockHash) ?? client.getBlock({ blockHash }).then(({ timestamp }) => timestamp)
    known.set(blockHash, asked)
    try {
      return await asked
    } catch (error) {
      known.delete(blockHash)
      throw error
    }
  }
}
