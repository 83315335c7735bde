import { and, desc, gt, lt, ne } from 'drizzle-orm'
import type { Hex } from '../columns.ts'
import type { Database } from '../database.ts'
import { indexerBlocks } from '../schema/indexerBlocks.ts'

type Block = { readonly number: bigint; readonly hash: Hex }

/** The chain package's `IndexerStore` over a database, by its shape. */
export type DatabaseIndexerStore = {
  readonly checkpoints: () => Promise<readonly Block[]>
  readonly transaction: <T>(work: (transaction: Database) => Promise<T>) => Promise<T>
  readonly advance: (transaction: Database, blocks: readonly Block[], keepFrom: bigint) => Promise<void>
  readonly rewind: (transaction: Database, toBlock: bigint) => Promise<void>
}

/**
 * Keeps how far the indexer has come in the table `indexer_blocks`, in the same transactions as what it wrote.
 *
 * @example createIndexer({ store: createIndexerStore(db), … })
 */
export function createIndexerStore(db: Database): DatabaseIndexerStore {
  return {
    checkpoints: async () => db.select().from(indexerBlocks).orderBy(desc(indexerBlocks.number)),
    transaction: async (work) => db.transaction(work),
    advance: async (transaction, blocks, keepFrom) => {
      for (const { number, hash } of blocks) {
        await transaction
          .insert(indexerBlocks)
          .values({ number, hash })
          .onConflictDoUpdate({ target: indexerBlocks.number, set: { hash } })
      }
      const newest = blocks.at(-1)
      if (newest === undefined) return
      await transaction
        .delete(indexerBlocks)
        .where(and(lt(indexerBlocks.number, keepFrom), ne(indexerBlocks.number, newest.number)))
    },
    rewind: async (transaction, toBlock) => {
      await transaction.delete(indexerBlocks).where(gt(indexerBlocks.number, toBlock))
    },
  }
}
