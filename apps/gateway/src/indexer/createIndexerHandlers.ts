import type { ChainEvent } from '@openledger/chain/indexer/chainEvent.ts'
import type { Database } from '@openledger/db/database.ts'
import { applyChannelEvent } from './applyChannelEvent.ts'
import { applyDatanetEvent } from './applyDatanetEvent.ts'
import { applyDisputeEvent } from './applyDisputeEvent.ts'
import { applyModelEvent } from './applyModelEvent.ts'
import type { IndexerDeps } from './indexerDeps.ts'
import { keepEvent } from './keepEvent.ts'
import { rollback } from './rollback.ts'

/** What the chain package's indexer calls, inside the store's transaction. */
export type GatewayIndexerHandlers = {
  readonly apply: (transaction: Database, event: ChainEvent) => Promise<void>
  readonly rollback: (transaction: Database, toBlock: bigint) => Promise<void>
}

/**
 * Keeps the tables that follow from the chain: every event whole in `chain_events`, and Datanets, contributions,
 * versions, grants, models, prices and channels beside it.
 *
 * @param deps - where the leaf files of versions are looked up, and what opens contents to check them
 */
export function createIndexerHandlers(deps: IndexerDeps): GatewayIndexerHandlers {
  return {
    apply: async (transaction, event) => {
      if (!(await keepEvent(transaction, event))) return
      await applyDatanetEvent(transaction, event, deps)
      await applyDisputeEvent(transaction, event)
      await applyModelEvent(transaction, event)
      await applyChannelEvent(transaction, event)
    },
    rollback,
  }
}
