import { pgTable, text } from 'drizzle-orm/pg-core'
import { hex, uint64 } from '../columns.ts'

/** Last block that an indexer has taken in. */
export const indexerCursor = pgTable('indexer_cursor', {
  name: text('name').primaryKey(),
  blockNumber: uint64('block_number').notNull(),
  blockHash: hex('block_hash').notNull(),
})
