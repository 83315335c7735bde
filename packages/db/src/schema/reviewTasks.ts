import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { hex, time } from '../columns.ts'
import { reviewQuestions } from './reviewQuestions.ts'
import { reviews } from './reviews.ts'

/** Turns of reviewers, at a record or at a golden question: one of the two is named. */
export const reviewTasks = pgTable(
  'review_tasks',
  {
    taskId: uuid('task_id').primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    commitment: hex('commitment').references(() => reviews.commitment, { onDelete: 'cascade' }),
    questionId: uuid('question_id').references(() => reviewQuestions.questionId),
    reviewer: hex('reviewer').notNull(),
    status: text('status', { enum: ['leased', 'answered', 'expired'] }).notNull(),
    leasedAt: time('leased_at').notNull(),
    dueAt: time('due_at').notNull(),
    verdict: text('verdict', { enum: ['accept', 'refuse', 'unsure'] }),
    reason: text('reason'),
    note: text('note'),
    answeredAt: time('answered_at'),
  },
  (table) => [
    // Whatever the code above it does: nobody has two turns at a record or a question.
    uniqueIndex('review_tasks_record').on(table.commitment, table.reviewer).where(sql`${table.commitment} IS NOT NULL`),
    uniqueIndex('review_tasks_question')
      .on(table.questionId, table.reviewer)
      .where(sql`${table.questionId} IS NOT NULL`),
    index('review_tasks_reviewer').on(table.datanetId, table.reviewer, table.status),
    index('review_tasks_due').on(table.status, table.dueAt),
  ],
)
