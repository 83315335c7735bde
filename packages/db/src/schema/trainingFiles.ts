import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'

/** Files that name records to train on by what they say. */
export const trainingFiles = pgTable(
  'training_files',
  {
    id: text('id').primaryKey(),
    account: hex('account').notNull(),
    filename: text('filename').notNull(),
    bytes: integer('bytes').notNull(),
    /** Lines with an example. */
    examples: integer('examples').notNull(),
    /** The text, sealed under the account (contents/createContents.ts). */
    content: jsonb('content').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('training_files_account').on(table.account, table.createdAt, table.id)],
)
