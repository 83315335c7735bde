import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64, wei } from '../columns.ts'

/** Transfers that bring back what wallets paid and did not use: each is the sum of what its payments left. */
export const x402Returns = pgTable(
  'x402_returns',
  {
    id: uuid('id').primaryKey(),
    wallet: hex('wallet').notNull(),
    amount: wei('amount').notNull(),
    /** open: to be sent, or sent and in no block yet · done: in a block. */
    state: text('state', { enum: ['open', 'done'] }).notNull(),
    /** Counts up when a transfer reverted for good. */
    attempt: integer('attempt').notNull().default(0),
    /** Height of the chain when this attempt was first seen to revert. */
    revertedAt: uint64('reverted_at'),
    transaction: hex('transaction'),
    createdAt: createdAt(),
  },
  (table) => [
    index('x402_returns_wallet').on(table.wallet),
    index('x402_returns_open').on(table.state).where(sql`${table.state} = 'open'`),
    check('x402_returns_positive', sql`${table.amount} > 0`),
  ],
)
