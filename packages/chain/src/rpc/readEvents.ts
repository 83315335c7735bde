import type { Address } from '@openledger/core/primitives/address.ts'
import {
  type Abi,
  type ContractEventArgs,
  type ContractEventName,
  encodeEventTopics,
  type Hex,
  type ParseEventLogsReturnType,
  type PublicClient,
  parseEventLogs,
} from 'viem'
import { fetchLogs } from './fetchLogs.ts'

/** Events of one name from one contract. */
export type EventFilter<TAbi extends Abi, Name extends ContractEventName<TAbi>> = {
  readonly abi: TAbi
  readonly address: Address
  readonly eventName: Name
  /** Values of indexed parameters; any where none is given. */
  readonly args?: ContractEventArgs<TAbi, Name>
  readonly fromBlock: bigint
  /** The newest block unless given. */
  readonly toBlock?: bigint
}

/**
 * Events of a contract, in chain order, in as many requests as the RPC's limits take (see `fetchLogs`).
 * @example
 * await readEvents(client, { abi: challengesAbi, address, eventName: 'Demanded', args: { operator }, fromBlock })
 * @throws what viem throws, CHAIN_ANSWER_INVALID
 */
export async function readEvents<const TAbi extends Abi, Name extends ContractEventName<TAbi>>(
  client: PublicClient,
  filter: EventFilter<TAbi, Name>,
): Promise<ParseEventLogsReturnType<TAbi, Name, true, Name>> {
  const { abi, address, eventName, args, fromBlock } = filter
  const topics = encodeEventTopics({ abi, eventName, args } as Parameters<typeof encodeEventTopics>[0])
  const toBlock = filter.toBlock ?? (await client.getBlockNumber({ cacheTime: 0 }))
  // None of these filters offers several values for one parameter.
  const asked = topics.map((topic) => topic as Hex | null)
  const logs = await fetchLogs(client, { addresses: [address], topics: asked, fromBlock, toBlock })
  const events: unknown = parseEventLogs({ abi, eventName, logs, strict: true })
  return events as ParseEventLogsReturnType<TAbi, Name, true, Name>
}
