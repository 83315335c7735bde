import { index, integer, pgTable } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Versions of Datanets as published on chain. */
export const versions = pgTable(
  'versions',
  {
    root: hex('root').primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    number: integer('number').notNull(),
    count: integer('count').notNull(),
    /** Address of the leaf file in the DataStore. */
    dataHash: hex('data_hash').notNull(),
    previousRoot: hex('previous_root').notNull(),
    blockNumber: uint64('block_number').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('versions_datanet').on(table.datanetId, table.number)],
)
