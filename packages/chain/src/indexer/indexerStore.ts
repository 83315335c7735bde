import type { Hex32 } from '@openledger/core/primitives/hex.ts'

/** A block by number and hash. */
export type BlockReference = { readonly number: bigint; readonly hash: Hex32 }

/**
 * Where an indexer keeps how far it has come. Implemented over a database, so that what the handlers write and the
 * position move in one transaction.
 * @typeParam Transaction the database's transaction handle, given to the handlers
 */
export type IndexerStore<Transaction> = {
  /** Kept positions, newest first: the first is where the indexer stands. Empty before the first block. */
  checkpoints(): Promise<readonly BlockReference[]>
  /** Runs work in one database transaction: all of it is written, or nothing. */
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Adds positions in ascending order and forgets those below `keepFrom`, except the newest. */
  advance(transaction: Transaction, blocks: readonly BlockReference[], keepFrom: bigint): Promise<void>
  /** Forgets all positions above `toBlock`. */
  rewind(transaction: Transaction, toBlock: bigint): Promise<void>
}
