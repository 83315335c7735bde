import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { hex, updatedAt } from '../columns.ts'

/** What takes long to count of a version, kept for a while: its histograms, its changes. Lost rows are counted again. */
export const versionFacts = pgTable(
  'version_facts',
  {
    root: hex('root').notNull(),
    name: text('name').notNull(),
    facts: jsonb('facts').notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [primaryKey({ columns: [table.root, table.name] })],
)
