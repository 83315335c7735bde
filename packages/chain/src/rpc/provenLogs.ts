import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { Log, PublicClient } from 'viem'
import { chainErrors } from '../errors.ts'
import { type BlockHeader, fetchHeader } from './blockHeader.ts'
import { fetchBlockReceipts, type RpcLog } from './blockReceipts.ts'
import { bloomMayHold } from './bloomMayHold.ts'
import { fetchLogs } from './fetchLogs.ts'

/** Logs of a range, with the blocks that they were checked against, ascending and each the parent of the next. */
export type ProvenLogs = {
  readonly blocks: readonly BlockHeader[]
  readonly logs: readonly Log<bigint, number, false>[]
}

/** Blocks asked for at the same time. */
const AT_ONCE = 16

/**
 * Logs of some contracts in a range of blocks, held against the blocks themselves: every header hashes to its hash and
 * follows from the one before; in each block that has such logs, or whose bloom filter admits some, the receipts hash to
 * the header's root and hold exactly these logs. So nothing can be left out, made up or changed without another block hash.
 * @param checkBlocks false for chains whose headers or receipts are not Ethereum's: then only forms and block hashes are
 *   compared
 * @returns undefined when the chain changed meanwhile, or does not reach as far: ask again
 * @throws CHAIN_LOGS_DIFFER, CHAIN_ANSWER_INVALID, what viem throws
 */
export async function provenLogs(
  client: PublicClient,
  filter: { readonly addresses: readonly Address[]; readonly fromBlock: bigint; readonly toBlock: bigint },
  checkBlocks: boolean,
): Promise<ProvenLogs | undefined> {
  const { addresses, fromBlock, toBlock } = filter
  const count = Number(toBlock - fromBlock) + 1
  const blocks: BlockHeader[] = []
  const fetched = await inParallel(count, (index) => fetchHeader(client, fromBlock + BigInt(index), checkBlocks))
  for (const block of fetched) {
    const before = blocks.at(-1)
    if (block === undefined || (before !== undefined && block.parentHash !== before.hash)) return undefined
    blocks.push(block)
  }
  const logs = await fetchLogs(client, filter)
  const byBlock = Map.groupBy(logs, (log) => log.blockNumber)
  const settled = await inParallel(blocks.length, async (index) => {
    const block = blocks[index]
    if (block === undefined) return true
    const told = byBlock.get(block.number) ?? []
    if (told.some(({ blockHash }) => blockHash !== block.hash)) return standsOrDiffers(client, block, checkBlocks)
    if (!checkBlocks) return true
    if (told.length === 0 && !addresses.some((address) => bloomMayHold(block.logsBloom, address))) return true
    const receipts = await fetchBlockReceipts(client, block, true)
    const held = receipts.flatMap((receipt) => receipt.logs).filter(({ address }) => addresses.includes(address))
    if (held.length !== told.length || held.some((log, at) => !sameLog(log, told[at]))) throw differ(block)
    return true
  })
  return settled.every(Boolean) ? { blocks, logs } : undefined
}

/** A log of another block hash is a lie, unless the chain changed between the two questions. */
async function standsOrDiffers(client: PublicClient, block: BlockHeader, checkBlocks: boolean): Promise<boolean> {
  const now = await fetchHeader(client, block.number, checkBlocks)
  if (now?.hash === block.hash) throw differ(block)
  return false
}

function sameLog(held: RpcLog, told: Log<bigint, number, false> | undefined): boolean {
  return (
    told !== undefined &&
    held.address === told.address.toLowerCase() &&
    held.data === told.data &&
    held.transactionHash === told.transactionHash &&
    Number(held.logIndex) === told.logIndex &&
    held.topics.length === told.topics.length &&
    held.topics.every((topic, at) => topic === told.topics[at])
  )
}

function differ({ number, hash }: BlockHeader): OpenLedgerError {
  return new OpenLedgerError(
    chainErrors.CHAIN_LOGS_DIFFER,
    `The RPC’s logs of block ${number} (${hash}) are not those of its receipts.`,
    { details: { block: number.toString(), blockHash: hash } },
  )
}

/** Does `count` pieces of work, some at a time, and answers in their order. */
async function inParallel<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = new Array(count)
  let next = 0
  const lane = async () => {
    for (let index = next++; index < count; index = next++) results[index] = await work(index)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lane))
  return results
}
