import { setTimeout as sleep } from 'node:timers/promises'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { PublicClient } from 'viem'
import { contractErrorsAbi } from '../clients/contractErrorsAbi.ts'
import { chainErrors } from '../errors.ts'
import type { ChainLogger } from '../logger.ts'
import { createLock } from '../publisher/lock.ts'
import { fetchHeader } from '../rpc/blockHeader.ts'
import { provenLogs } from '../rpc/provenLogs.ts'
import { toChainError } from '../rpc/toChainError.ts'
import type { ChainEvent } from './chainEvent.ts'
import { decodeEvent } from './decodeEvent.ts'
import type { BlockReference, IndexerStore } from './indexerStore.ts'
import { newestStanding } from './newestStanding.ts'

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
  /** Claim vaults whose claims are taken in too; their addresses are known before they stand. */
  readonly vaults?: readonly Address[]
  readonly store: IndexerStore<Transaction>
  readonly handlers: IndexerHandlers<Transaction>
  readonly logger: ChainLogger
  /** The chain that is indexed; an RPC that serves another is refused. Absent: not asked. */
  readonly chainId?: number
  /** Called after a rewind: the moment to send again what the chain forgot (`publisher.reconcile`). */
  readonly onRewind?: () => void
  /** Deepest reorganisation, in blocks, that is followed by itself; a deeper one stops the indexer. */
  readonly finalityDepth?: number
  /** A deeper one was looked at and accepted: index afresh. */
  readonly acceptReorg?: boolean
  /** A development chain may get shorter (killed, it forgets its last blocks); elsewhere the RPC is behind then. */
  readonly devChain?: boolean
  /** False for chains whose headers or receipts are not Ethereum's: their hashes are not derived again. */
  readonly checkBlocks?: boolean
  readonly pollInterval_ms?: number
  /** Most blocks taken in with one transaction. */
  readonly blocksAtOnce?: number
}

export type Indexer = {
  /**
   * Takes in all there is now and returns the block reached. Callers at the same time share the order, not the work.
   * @throws CHAIN_REORG_TOO_DEEP, CHAIN_RPC_BEHIND, CHAIN_LOGS_DIFFER, CHAIN_ANSWER_INVALID, CHAIN_WRONG_ID,
   *   CHAIN_RPCS_DISAGREE, CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED
   */
  sync(): Promise<bigint>
  /** Follows the chain until the signal; a chain that is away or lies is waited for. */
  run(signal: AbortSignal): Promise<void>
  /** Why the last `sync` failed; undefined when it did not. */
  trouble(): OpenLedgerError | undefined
}

/** How often in a row the chain may change under one step before that is taken for a lie. */
const MOVES_MAX = 8

/**
 * Follows the contracts' events. Before each step it asks whether the block where it stands is still on the chain; if
 * not (a reorganisation, or a development chain that lost its last blocks) it rewinds to the newest kept block that is.
 * Every block within the finality depth is kept, so a reorganisation of any depth up to it is followed exactly; when
 * none of them stands, nothing is changed and each `sync` fails until the chain is what it was, or that is accepted.
 */
export function createIndexer<Transaction>(options: IndexerOptions<Transaction>): Indexer {
  const { client, addresses, store, handlers, logger } = options
  const { vaults = [], finalityDepth = 256, pollInterval_ms = 250, blocksAtOnce = 2_000, checkBlocks = true } = options
  const { deployBlock, ...contracts } = addresses
  const watched = [...Object.values(contracts), ...vaults]
  const locked = createLock()
  let trouble: OpenLedgerError | undefined
  let accept = options.acceptReorg === true
  /** Where the last `sync` ended, so that the next one need not read all kept positions. */
  let reached: BlockReference | undefined

  const stands = async (block: BlockReference) =>
    (await fetchHeader(client, block.number, checkBlocks))?.hash === block.hash

  /** Where to go on from: the newest kept position that the chain still has, after rewinding to it. */
  async function standingPosition(head: bigint): Promise<BlockReference | undefined> {
    if (reached !== undefined && reached.number <= head && (await stands(reached))) return reached
    reached = undefined
    const kept = await store.checkpoints()
    const [newest] = kept
    if (newest === undefined || (newest.number <= head && (await stands(newest)))) return newest
    if (newest.number > head && options.devChain !== true) {
      const within = kept.find((block) => block.number <= head)
      if (within === undefined || (await stands(within))) throw behind(newest, head)
    }
    const found = await newestStanding(kept, async (block) => block.number <= head && (await stands(block)))
    if (found === undefined && !accept) throw tooDeep(newest, finalityDepth)
    accept = false
    await rewind(found?.number ?? BigInt(deployBlock) - 1n)
    return found
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
    const fromBlock = position === undefined ? BigInt(deployBlock) : position.number + 1n
    const found = await provenLogs(client, { addresses: watched, fromBlock, toBlock }, checkBlocks)
    const first = found?.blocks[0]
    const end = found?.blocks.at(-1)
    if (found === undefined || first === undefined || end === undefined) return undefined
    if (position !== undefined && first.parentHash !== position.hash) return undefined
    const events = found.logs.map(decodeEvent).filter((event) => event !== undefined)
    const keepFrom = head - BigInt(finalityDepth)
    const kept = found.blocks.filter((block) => block === end || block.number >= keepFrom)
    await store.transaction(async (transaction) => {
      for (const event of events) await handlers.apply(transaction, event)
      await store.advance(
        transaction,
        kept.map(({ number, hash }) => ({ number, hash })),
        keepFrom,
      )
    })
    return end
  }

  async function syncNow(): Promise<bigint> {
    if (options.chainId !== undefined) await assertId(client, options.chainId)
    let head = await client.getBlockNumber({ cacheTime: 0 })
    let position = await standingPosition(head)
    for (let moves = 0; moves < MOVES_MAX; ) {
      const next = position === undefined ? BigInt(deployBlock) : position.number + 1n
      if (next > head) {
        reached = position
        return head
      }
      const last = next + BigInt(blocksAtOnce) - 1n
      const end: BlockReference | undefined = await takeIn(position, last < head ? last : head, head)
      moves = end === undefined ? moves + 1 : 0
      const now = await client.getBlockNumber({ cacheTime: 0 })
      head = now > head || end === undefined ? now : head
      position = end ?? (await standingPosition(head))
    }
    throw new OpenLedgerError(chainErrors.CHAIN_ANSWER_INVALID, 'The RPC gives blocks that do not follow each other.')
  }

  const sync = () =>
    locked(async () => {
      try {
        const block = await syncNow()
        trouble = undefined
        return block
      } catch (error) {
        reached = undefined
        trouble = toChainError(error, 'Indexing the chain', contractErrorsAbi)
        throw trouble
      }
    })

  return {
    sync,
    trouble: () => trouble,
    async run(signal) {
      let told: string | undefined
      while (!signal.aborted) {
        try {
          await sync()
          if (told !== undefined) logger.info('Indexing goes on', { after: told })
          told = undefined
        } catch (error) {
          const code = OpenLedgerError.find(error)?.code ?? 'unknown'
          if (told !== code) logger.warn('Indexing failed, trying again', { code, reason: String(error) })
          told = code
        }
        await sleep(pollInterval_ms, undefined, { signal }).catch(() => undefined)
      }
    },
  }
}

async function assertId(client: PublicClient, chainId: number): Promise<void> {
  const found = await client.getChainId()
  if (found === chainId) return
  throw new OpenLedgerError(chainErrors.CHAIN_WRONG_ID, `The RPC serves chain ${found}, not ${chainId}.`, {
    details: { expected: chainId, found },
  })
}

function behind({ number }: BlockReference, head: bigint): OpenLedgerError {
  return new OpenLedgerError(
    chainErrors.CHAIN_RPC_BEHIND,
    `The RPC stands at block ${head}; block ${number} was indexed before.`,
    { details: { head: head.toString(), indexed: number.toString() } },
  )
}

function tooDeep({ number, hash }: BlockReference, finalityDepth: number): OpenLedgerError {
  return new OpenLedgerError(
    chainErrors.CHAIN_REORG_TOO_DEEP,
    `The chain changed more than ${finalityDepth} blocks deep: block ${number} (${hash}) and all kept before it are gone.`,
    { details: { block: number.toString(), blockHash: hash, finalityDepth } },
  )
}
