import { pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'

/** Who may review a Datanet whose policy has a list. */
export const reviewers = pgTable(
  'reviewers',
  {
    datanetId: hex('datanet_id').notNull(),
    account: hex('account').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.datanetId, table.account] })],
)
