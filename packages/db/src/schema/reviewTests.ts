import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'

/** Tests that accounts take before their first task. */
export const reviewTests = pgTable(
  'review_tests',
  {
    testId: uuid('test_id').primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    account: hex('account').notNull(),
    /** Ids of golden questions, in the order that they are asked. */
    questions: jsonb('questions').notNull(),
    /** What was said of each; null while it is open. */
    answers: jsonb('answers'),
    right: integer('right'),
    status: text('status', { enum: ['open', 'passed', 'failed'] }).notNull(),
    startedAt: time('started_at').notNull(),
    endedAt: time('ended_at'),
  },
  (table) => [
    index('review_tests_account').on(table.datanetId, table.account),
    uniqueIndex('review_tests_open').on(table.datanetId, table.account).where(sql`${table.status} = 'open'`),
  ],
)
