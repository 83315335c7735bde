import { pgTable } from 'drizzle-orm/pg-core'
import { hex, uint64 } from '../columns.ts'

/** Hashes of recent blocks, to see where a reorganised chain forks. */
export const indexerBlocks = pgTable('indexer_blocks', {
  number: uint64('number').primaryKey(),
  hash: hex('hash').notNull(),
})
