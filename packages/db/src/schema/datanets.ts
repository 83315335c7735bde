import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Datanets as registered on chain. */
export const datanets = pgTable('datanets', {
  datanetId: hex('datanet_id').primaryKey(),
  /** Now. */
  owner: hex('owner').notNull(),
  slug: text('slug').notNull(),
  treasury: hex('treasury').notNull(),
  rateBps: integer('rate_bps').notNull(),
  /** [{ account, bps }] in the owner's order; bps of the rate part. */
  curators: jsonb('curators').notNull().default([]),
  /** Name of the licence that holds now; empty before the owner names one. */
  licence: text('licence').notNull().default(''),
  blockNumber: uint64('block_number').notNull(),
  createdAt: createdAt(),
})
