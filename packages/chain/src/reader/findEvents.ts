import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex } from 'viem'
import type { Chain } from '../clients/createChain.ts'
import type { ChainEvent, ChainEventName } from '../indexer/chainEvent.ts'
import { decodeEvent, eventSelector } from '../indexer/decodeEvent.ts'
import { fetchLogs } from '../rpc/fetchLogs.ts'

/**
 * Events of one name from one contract, in chain order.
 * @param filter topics after the selector (null for any), and the last block to look at (the newest unless given)
 * @throws what viem throws, CHAIN_ANSWER_INVALID
 */
export async function findEvents<Name extends ChainEventName>(
  chain: Chain,
  contract: Address,
  name: Name,
  filter: { readonly topics?: readonly (Hex | null)[]; readonly toBlock?: bigint } = {},
): Promise<Extract<ChainEvent, { name: Name }>[]> {
  const toBlock = filter.toBlock ?? (await chain.client.getBlockNumber({ cacheTime: 0 }))
  const logs = await fetchLogs(chain.client, {
    addresses: [contract],
    topics: [eventSelector(name), ...(filter.topics ?? [])],
    fromBlock: BigInt(chain.addresses.deployBlock),
    toBlock,
  })
  return logs.map(decodeEvent).filter((event) => event?.name === name) as Extract<ChainEvent, { name: Name }>[]
}
