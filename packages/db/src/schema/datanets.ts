import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Datanets as registered on chain. */
export const datanets = pgTable('datanets', {
  datanetId: hex('datanet_id').primaryKey(),
  owner: hex('owner').notNull(),
  slug: text('slug').notNull(),
  treasury: hex('treasury').notNull(),
  rateBps: integer('rate_bps').notNull(),
  blockNumber: uint64('block_number').notNull(),
  createdAt: createdAt(),
})
