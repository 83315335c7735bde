import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'
import { trainingJobs } from './trainingJobs.ts'

/** Which of two answers people found better, without knowing whose they were. A word that was given stays. */
export const evaluationJudgements = pgTable(
  'evaluation_judgements',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => trainingJobs.jobId, { onDelete: 'cascade' }),
    place: integer('place').notNull(),
    judge: hex('judge').notNull(),
    verdict: text('verdict', { enum: ['adapter', 'base', 'tie'] }).notNull(),
    /** Which answer was shown as A. */
    first: text('first', { enum: ['adapter', 'base'] }).notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.place, table.judge] })],
)
