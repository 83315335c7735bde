import { setTimeout as sleep } from 'node:timers/promises'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import type { PublicClient } from 'viem'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import type { ChainLogger } from '../logger.ts'
import { createLock } from '../publisher/lock.ts'
import { fetchLogs } from '../rpc/fetchLogs.ts'
import { toChainError } from '../rpc/toChainError.ts'
import type { ChainEvent } from './chainEvent.ts'
import { decodeEvent } from './decodeEvent.ts'
import type { BlockReference, IndexerStore } from './indexerStore.ts'

/** What is done with events; both run inside the store's transaction. */
export type IndexerHandlers<Transaction> = {
  /** Takes in one event; events come in chain order, each once unless rolled back. */
  apply(transaction: Transaction, event: ChainEvent): Promise<void>
  /** Undoes everything that came from blocks above `toBlock`: the chain no longer has them. */
  rollback(transaction: Transaction, toBlock: bigint): Promise<void>
}

export type IndexerOptions<Transaction> = {
  readonly client: PublicClient
  readonly addresses: ContractAddresses
  readonly store: IndexerStore<Transaction>
  readonly handlers: IndexerHandlers<Transaction>
  readonly logger: ChainLogger
  /** Called after a rewind: the moment to send again what the chain forgot (`publisher.reconcile`). */
  readonly onRewind?: () => void
  /** How many blocks back positions are kept; a deeper reorganisation indexes afresh. */
  readonly finalityDepth?: number
  readonly pollInterval_ms?: number
  /** Most blocks taken in with one transaction. */
  readonly blocksAtOnce?: number
}

export type Indexer = {
  /** Takes in all there is now and returns the block reached. Callers at the same time share the order, not the work. */
  sync(): Promise<bigint>
  /** Follows the chain until the signal; an unreachable chain is waited for. */
  run(signal: AbortSignal): Promise<void>
}

/**
 * Follows the contracts' events. Before each step it asks whether the block where it stands is still on the chain; if
 * not (a reorganisation, or a development chain that lost its last blocks) it rewinds to the newest kept block that is.
 */
export function createIndexer<Transaction>(options: IndexerOptions<Transaction>): Indexer {
  const { client, addresses, store, handlers, logger } = options
  const { finalityDepth = 256, pollInterval_ms = 250, blocksAtOnce = 2_000 } = options
  const { deployBlock, ...contracts } = addresses
  const watched = Object.values(contracts)
  const locked = createLock()

  async function blockAt(number: bigint): Promise<BlockReference | undefined> {
    if (number > (await client.getBlockNumber({ cacheTime: 0 }))) return undefined
    const block = await client.getBlock({ blockNumber: number })
    return { number: block.number, hash: block.hash }
  }

  const stands = async (block: BlockReference) => (await blockAt(block.number))?.hash === block.hash

  /** Where to go on from: the newest kept position that the chain still has, after rewinding to it. */
  async function standingPosition(): Promise<BlockReference | undefined> {
    const kept = await store.checkpoints()
    for (const [index, block] of kept.entries()) {
      if (!(await stands(block))) continue
      if (index > 0) await rewind(block.number)
      return block
    }
    if (kept.length > 0) await rewind(BigInt(deployBlock) - 1n)
    return undefined
  }

  async function rewind(toBlock: bigint): Promise<void> {
    logger.warn('The chain no longer has blocks that were indexed: rewinding', { toBlock: toBlock.toString() })
    await store.transaction(async (transaction) => {
      await handlers.rollback(transaction, toBlock)
      await store.rewind(transaction, toBlock)
    })
    options.onRewind?.()
  }

  /** Takes in blocks after `position` up to `toBlock`; undefined when the chain changed meanwhile. */
  async function takeIn(position: BlockReference | undefined, toBlock: bigint, head: bigint) {
    const end = await blockAt(toBlock)
    const fromBlock = position === undefined ? BigInt(deployBlock) : position.number + 1n
    const logs = await fetchLogs(client, { addresses: watched, fromBlock, toBlock })
    if (end === undefined || !(await stands(end)) || (position !== undefined && !(await stands(position))))
      return undefined
    const events = logs.map(decodeEvent).filter((event) => event !== undefined)
    const blocks = new Map(
      events.map((event) => [event.blockNumber, { number: event.blockNumber, hash: event.blockHash }]),
    )
    blocks.set(end.number, end)
    await store.transaction(async (transaction) => {
      for (const event of events) await handlers.apply(transaction, event)
      await store.advance(transaction, [...blocks.values()], head - BigInt(finalityDepth))
    })
    return end
  }

  async function syncNow(): Promise<bigint> {
    let position = await standingPosition()
    for (;;) {
      const head = await client.getBlockNumber({ cacheTime: 0 })
      const next = position === undefined ? BigInt(deployBlock) : position.number + 1n
      if (next > head) return head
      const last = next + BigInt(blocksAtOnce) - 1n
      const end: BlockReference | undefined = await takeIn(position, last < head ? last : head, head)
      position = end ?? (await standingPosition())
    }
  }

  const sync = () =>
    locked(syncNow).catch((error: unknown) => {
      throw toChainError(error, 'Indexing the chain', contractErrorsAbi)
    })

  return {
    sync,
    async run(signal) {
      let warned = false
      while (!signal.aborted) {
        try {
          await sync()
          warned = false
        } catch (error) {
          if (!warned) logger.warn('Indexing failed, trying again', { reason: String(error) })
          warned = true
        }
        await sleep(pollInterval_ms, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}
