import { index, pgTable, serial, text } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'

/** What happened in the review of a record, step by step; only added to. */
export const reviewEvents = pgTable(
  'review_events',
  {
    number: serial('number').primaryKey(),
    commitment: hex('commitment').notNull(),
    datanetId: hex('datanet_id').notNull(),
    kind: text('kind', {
      enum: ['opened', 'leased', 'answered', 'expired', 'escalated', 'decided', 'appealed', 'closed'],
    }).notNull(),
    /** Who did it; null for the passing of time. */
    account: hex('account'),
    /** Verdict, desk or source, by kind. */
    what: text('what'),
    at: time('at').notNull(),
  },
  (table) => [index('review_events_commitment').on(table.commitment)],
)
