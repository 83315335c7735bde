import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Hex, Log, PublicClient } from 'viem'
import { formatLog, HttpRequestError, TimeoutError } from 'viem'
import { z } from 'zod'
import { chainErrors } from '../errors.ts'
import { type RpcLog, rpcLogSchema } from './blockReceipts.ts'

type LogFilter = {
  readonly addresses: readonly Address[]
  readonly topics?: readonly (Hex | null)[]
  readonly fromBlock: bigint
  readonly toBlock: bigint
}

/**
 * Logs of some contracts in a range of blocks, in order. RPCs limit how much one request may ask: a refused range is
 * asked for in halves.
 * @param topics filter by position, as in `eth_getLogs`: null for any
 * @throws CHAIN_ANSWER_INVALID when a log is none, was not asked for, or comes twice or out of order; what viem throws
 */
export async function fetchLogs(client: PublicClient, filter: LogFilter): Promise<Log<bigint, number, false>[]> {
  const { addresses, topics = [], fromBlock, toBlock } = filter
  if (toBlock < fromBlock) return []
  try {
    const answer: unknown = await client.request({
      method: 'eth_getLogs',
      params: [{ address: [...addresses], topics: [...topics], fromBlock: hex(fromBlock), toBlock: hex(toBlock) }],
    })
    const logs = parseLogs(answer, filter)
    return logs.map((log) => formatLog(log as Parameters<typeof formatLog>[0]) as Log<bigint, number, false>)
  } catch (error) {
    const final = error instanceof OpenLedgerError || error instanceof HttpRequestError || error instanceof TimeoutError
    if (fromBlock === toBlock || final || OpenLedgerError.find(error) !== undefined) throw error
    const middle = (fromBlock + toBlock) / 2n
    const lower = await fetchLogs(client, { ...filter, toBlock: middle })
    return [...lower, ...(await fetchLogs(client, { ...filter, fromBlock: middle + 1n }))]
  }
}

/** Checks that an answer holds logs, that they were asked for, and that each comes once, in order. */
function parseLogs(answer: unknown, filter: LogFilter): readonly RpcLog[] {
  const { addresses, topics = [], fromBlock, toBlock } = filter
  const parsed = z.array(rpcLogSchema).safeParse(answer)
  if (!parsed.success) throw invalid(filter, `have not the form of logs: ${z.prettifyError(parsed.error)}`)
  let last = { block: -1n, index: -1n }
  for (const log of parsed.data) {
    const place = { block: BigInt(log.blockNumber), index: BigInt(log.logIndex) }
    const asked =
      place.block >= fromBlock &&
      place.block <= toBlock &&
      addresses.includes(log.address) &&
      topics.every((topic, at) => topic === null || topic === log.topics[at])
    if (!asked) throw invalid(filter, 'hold a log that was not asked for')
    if (place.block < last.block || (place.block === last.block && place.index <= last.index))
      throw invalid(filter, 'hold a log twice or out of order')
    last = place
  }
  return parsed.data
}

function invalid({ fromBlock, toBlock }: LogFilter, what: string): OpenLedgerError {
  return new OpenLedgerError(
    chainErrors.CHAIN_ANSWER_INVALID,
    `What the RPC gives as logs of the blocks ${fromBlock} to ${toBlock} ${what}.`,
    { details: { fromBlock: fromBlock.toString(), toBlock: toBlock.toString() } },
  )
}

function hex(value: bigint): Hex {
  return `0x${value.toString(16)}`
}
