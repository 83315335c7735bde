import { sql } from 'drizzle-orm'
import { check, integer, pgTable } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Whose books these are: one row, written by the first node that opens them. */
export const ledger = pgTable(
  'ledger',
  {
    id: integer('id').primaryKey().default(1),
    chainId: uint64('chain_id').notNull(),
    settlement: hex('settlement').notNull(),
    operator: hex('operator').notNull(),
    createdAt: createdAt(),
  },
  (table) => [check('ledger_one_row', sql`${table.id} = 1`)],
)
