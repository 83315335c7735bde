import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'

/**
 * Where the review of each record stands. Rows change under the Datanet's review lock only. The fields are those of
 * `Review` in packages/data/src/review/review.ts.
 */
export const reviews = pgTable(
  'reviews',
  {
    commitment: hex('commitment').primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    contributor: hex('contributor').notNull(),
    stage: text('stage', { enum: ['open', 'adjudication', 'settled', 'appealed', 'final'] }).notNull(),
    openedAt: time('opened_at').notNull(),
    desk: text('desk', { enum: ['curators', 'owner'] }),
    deskSince: time('desk_since'),
    agreementBps: integer('agreement_bps'),
    verdict: text('verdict', { enum: ['accept', 'refuse'] }),
    decidedBy: text('decided_by', { enum: ['reviews', 'adjudicator', 'deadline', 'appeal'] }),
    decider: hex('decider'),
    reason: text('reason'),
    note: text('note'),
    decidedAt: time('decided_at'),
    appealedAt: time('appealed_at'),
    appeal: text('appeal'),
    /** Counts of its tasks, so that a record to review is found without counting: given or answered, answered, run out. */
    live: integer('live').notNull().default(0),
    answered: integer('answered').notNull().default(0),
    expired: integer('expired').notNull().default(0),
    /** Accounts, in the order that they decided. */
    deciders: jsonb('deciders').notNull().default([]),
  },
  (table) => [
    index('reviews_datanet').on(table.datanetId, table.stage, table.openedAt),
    index('reviews_contributor').on(table.contributor),
  ],
)
