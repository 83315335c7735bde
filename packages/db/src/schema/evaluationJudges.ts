import { index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hex } from '../columns.ts'
import { trainingJobs } from './trainingJobs.ts'

/** Whom an evaluation's developer has asked to judge its pairs. */
export const evaluationJudges = pgTable(
  'evaluation_judges',
  {
    jobId: uuid('job_id')
      .notNull()
      .references(() => trainingJobs.jobId, { onDelete: 'cascade' }),
    judge: hex('judge').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.judge] }), index('evaluation_judges_judge').on(table.judge)],
)
