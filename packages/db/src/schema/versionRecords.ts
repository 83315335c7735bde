import { index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { hex } from '../columns.ts'

/** The records of each version in leaf order; written with the draft, before the version is on chain. */
export const versionRecords = pgTable(
  'version_records',
  {
    root: hex('root').notNull(),
    commitment: hex('commitment').notNull(),
    position: integer('position').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.root, table.position] }),
    index('version_records_commitment').on(table.commitment),
  ],
)
