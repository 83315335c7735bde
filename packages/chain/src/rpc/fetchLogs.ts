import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex, Log, PublicClient } from 'viem'
import { formatLog, HttpRequestError, TimeoutError } from 'viem'

/**
 * Logs of some contracts in a range of blocks, in order. RPCs limit how much one request may ask: a refused range is
 * asked for in halves.
 * @param topics filter by position, as in `eth_getLogs`: null for any
 * @throws what viem throws
 */
export async function fetchLogs(
  client: PublicClient,
  filter: {
    readonly addresses: readonly Address[]
    readonly topics?: readonly (Hex | null)[]
    readonly fromBlock: bigint
    readonly toBlock: bigint
  },
): Promise<Log<bigint, number, false>[]> {
  const { addresses, topics = [], fromBlock, toBlock } = filter
  if (toBlock < fromBlock) return []
  try {
    const logs = await client.request({
      method: 'eth_getLogs',
      params: [{ address: [...addresses], topics: [...topics], fromBlock: hex(fromBlock), toBlock: hex(toBlock) }],
    })
    return logs.map((log) => formatLog(log) as Log<bigint, number, false>)
  } catch (error) {
    if (fromBlock === toBlock || error instanceof HttpRequestError || error instanceof TimeoutError) throw error
    const middle = (fromBlock + toBlock) / 2n
    const lower = await fetchLogs(client, { ...filter, toBlock: middle })
    return [...lower, ...(await fetchLogs(client, { ...filter, fromBlock: middle + 1n }))]
  }
}

function hex(value: bigint): Hex {
  return `0x${value.toString(16)}`
}
