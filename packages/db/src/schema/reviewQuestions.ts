import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex, time } from '../columns.ts'

/** Golden questions: what a Datanet's owner knows the right answer to. Only the owner sees which they are. */
export const reviewQuestions = pgTable(
  'review_questions',
  {
    questionId: uuid('question_id').primaryKey(),
    datanetId: hex('datanet_id').notNull(),
    /** A record's content; private like one. */
    content: jsonb('content').notNull(),
    answer: text('answer', { enum: ['accept', 'refuse'] }).notNull(),
    /** Why, for the owner's own memory. */
    note: text('note'),
    /** No longer asked from then on; answers given before still count. */
    retiredAt: time('retired_at'),
    createdAt: createdAt(),
  },
  (table) => [index('review_questions_datanet').on(table.datanetId)],
)
