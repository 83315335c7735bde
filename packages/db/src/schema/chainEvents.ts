import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { createdAt, hex, uint64 } from '../columns.ts'

/** Every decoded log of our contracts. What depends on several logs (a channel's deposit, say) is derived again from here after a reorganisation. */
export const chainEvents = pgTable(
  'chain_events',
  {
    blockNumber: uint64('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
    name: text('name').notNull(),
    /** The id of what the log is about (channel, Datanet, model, …), to find its history. */
    subject: hex('subject'),
    /** Arguments; bigints as text with an `n` behind (`"12n"`). */
    args: jsonb('args').notNull(),
    transactionHash: hex('transaction_hash').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.blockNumber, table.logIndex] }),
    index('chain_events_subject').on(table.subject, table.name),
  ],
)
