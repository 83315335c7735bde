import { createChain } from '@openledger/chain/clients/createChain.ts'
import { DEV_CHAIN_ID } from '@openledger/chain/clients/devChainId.ts'
import type { ChainEvent } from '@openledger/chain/indexer/chainEvent.ts'
import { createIndexer, type Indexer } from '@openledger/chain/indexer/createIndexer.ts'
import { createMemoryIndexerStore } from '@openledger/chain/indexer/memoryIndexerStore.ts'
import { silentLogger } from '@openledger/chain/logger.ts'
import type { ContractAddresses } from '@openledger/core/api/addresses.ts'
import { RPC_TIMEOUT_MS } from './openSender.ts'
import { FINALITY } from './plan.ts'

/** An index: what was taken in, and where it stands; it outlives the indexer that fills it. */
export type Index = { readonly events: ChainEvent[]; readonly store: ReturnType<typeof createMemoryIndexerStore> }

export const emptyIndex = (): Index => ({ events: [], store: createMemoryIndexerStore() })

/** An indexer on an index, as a process opens it when it starts. */
export function openIndex(
  { events, store }: Index,
  options: {
    readonly rpcUrl: string
    readonly compareUrl?: string | undefined
    readonly addresses: ContractAddresses
    readonly acceptReorg?: boolean
    readonly onRewind?: () => void
  },
): Indexer {
  const { rpcUrl, compareUrl, addresses, acceptReorg = false, onRewind } = options
  const chainId = DEV_CHAIN_ID
  const { client } = createChain({ rpcUrl, compareUrl, chainId, addresses, timeout_ms: RPC_TIMEOUT_MS })
  return createIndexer({
    client,
    addresses,
    chainId,
    store,
    acceptReorg,
    finalityDepth: FINALITY,
    // Small steps, so that lies and reorganisations come between them.
    blocksAtOnce: 3,
    logger: silentLogger,
    handlers: {
      apply: async (_, event) => {
        events.push(event)
      },
      rollback: async (_, toBlock) => {
        const kept = events.filter((event) => event.blockNumber <= toBlock)
        events.splice(0, events.length, ...kept)
      },
    },
    ...(onRewind === undefined ? {} : { onRewind }),
  })
}
